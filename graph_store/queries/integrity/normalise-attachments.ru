# Chép giá trị gắn ở bộ dữ liệu hoặc lát cắt xuống từng quan sát. (vi)
# Copies what is attached to a data set or to a slice down to each observation. (en)
# RDF Data Cube (W3C Recommendation 2014), section 10, second phase of normalisation; runs after normalise-types.ru.
PREFIX qb: <http://purl.org/linked-data/cube#>

INSERT { ?observation ?property ?value } WHERE {
  ?set qb:structure/qb:component ?component .
  ?component qb:componentAttachment qb:DataSet ; qb:componentProperty ?property .
  ?set ?property ?value .
  ?observation qb:dataSet ?set .
} ;

INSERT { ?observation ?property ?value } WHERE {
  ?set qb:structure/qb:component ?component ; qb:slice ?slice .
  ?component qb:componentProperty ?property .
  FILTER(EXISTS { ?component qb:componentAttachment qb:Slice } || EXISTS { ?property a qb:DimensionProperty })
  ?slice ?property ?value ; qb:observation ?observation .
}
