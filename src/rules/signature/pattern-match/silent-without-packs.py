A = 1
B = 'marker'
