# Viết ra các kiểu và thuộc tính mà dữ liệu viết tắt để ngầm hiểu. (vi)
# Writes out the types and the component properties that abbreviated data leave to be understood. (en)
# RDF Data Cube (W3C Recommendation 2014), section 10, first phase of normalisation.
PREFIX qb: <http://purl.org/linked-data/cube#>

INSERT { ?node a ?type } WHERE {
  { ?node qb:dataSet ?set . BIND(qb:Observation AS ?type) }
  UNION { ?slice qb:observation ?node . BIND(qb:Observation AS ?type) }
  UNION { ?observation qb:dataSet ?node . BIND(qb:DataSet AS ?type) }
  UNION { ?set qb:slice ?node . BIND(qb:Slice AS ?type) }
  UNION { ?slice qb:sliceStructure ?node . BIND(qb:SliceKey AS ?type) }
} ;

INSERT { ?component qb:componentProperty ?property . ?property a ?type } WHERE {
  VALUES (?role ?type) {
    (qb:dimension qb:DimensionProperty)
    (qb:measure qb:MeasureProperty)
    (qb:attribute qb:AttributeProperty)
  }
  ?component ?role ?property .
}
