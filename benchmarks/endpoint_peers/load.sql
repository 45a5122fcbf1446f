ld_dir('.', 'union.nt', 'https://w3id.org/thidua/id/graph/union');
rdf_loader_run();
checkpoint;
