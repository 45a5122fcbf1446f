"""Calibration: how sure a claim is, from how often its rule was right on labelled articles.

`model` gives the confidence when articles are read, from the counts in `confidence.toml`; `fitting` and `report` make and measure these:
`python -m pipeline.calibration GOLD_DIR`.
"""
