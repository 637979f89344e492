"""Charts that Office programs draw and edit themselves: what they show, and their XML.

Slides and workbooks hold the same ones: `charts` says what is drawn, `chart_xml` how.
"""
