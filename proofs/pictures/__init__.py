"""Pictures of what refutes a claim, each made from its record: start with `pictures.py`."""
