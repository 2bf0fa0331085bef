exec("".join(map(chr, [112, 114, 105, 110, 116, 40, 49, 41])))  # fires: import
