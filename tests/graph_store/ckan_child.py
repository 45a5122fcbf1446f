"""Parses a catalogue (Turtle, standard input) as CKAN's harvester does, and prints its datasets as JSON.

Runs in an environment that has CKAN and ckanext-dcat; see test_catalogue_harvest.py.
"""

import json
import sys

from ckanext.dcat.processors import RDFParser  # type: ignore[import-not-found]

parser = RDFParser(profiles=["euro_dcat_ap_3"])
parser.parse(sys.stdin.buffer.read(), _format="turtle")
print(json.dumps(list(parser.datasets()), default=str))
