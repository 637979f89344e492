"""How one installation is set up: one model, read from the environment and a file, then fixed.

- model.py: every key, its type and its default (explained in keys.toml, in both languages)
- reading.py: reads the environment and the file; says where each value comes from
- problems.py: what is wrong with a value, in a sentence in each language
- server.py: the same as options of Streamlit and of uvicorn
- document.py: docs/operations/settings.md, written from the model

The lowest layer: everything may ask it, it imports nothing of ours.
"""
