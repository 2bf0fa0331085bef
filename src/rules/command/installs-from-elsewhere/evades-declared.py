# file: pkg/requirements.py
# evades: NOT COVERED
REQUIREMENTS = ["example-helper"]
