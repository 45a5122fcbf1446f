"""Evaluation: how well the pipeline reads articles that have gold claims, and a page on which the gold can be corrected.

Knows articles, claims and gold lines; of stores and releases it knows nothing.
"""
