"""rdflib-endpoint over oxrdflib, on the files of a release: python rdflib_server.py GRAPH PORT"""

from __future__ import annotations

import sys

import uvicorn
from oxrdflib import OxigraphStore
from pyoxigraph import Store
from rdflib import Graph
from rdflib_endpoint import SparqlEndpoint

graph = Graph(store=OxigraphStore(store=Store.read_only(sys.argv[1])), identifier="urn:x-rdflib:default")
uvicorn.run(SparqlEndpoint(graph=graph, path="/"), host="127.0.0.1", port=int(sys.argv[2]), log_level="error")
