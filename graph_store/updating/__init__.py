"""SPARQL Update on a draft: evaluated by a process of its own on a copy, from which what has changed is carried over."""
