"""Who may edit: whoever sits at this machine, or editors who have signed in; nobody else.

- visitor.py: where a request comes from, and what the sign-in says of who sends it
- identity.py: which person that is, and since when
- editors.py: the list of those who may edit, read anew each time
- signed_out.py: sign-ins that have been ended before their time
- editing.py: the decision, and the gate that everything written must pass
- sign_in.py: what is shown: the control in the sidebar, and why one cannot edit
- closed.py: the page that stands where import would be
"""
