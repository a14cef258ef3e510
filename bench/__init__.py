"""Measurements on data that is not ours: python -m bench NAME DATASET..."""
