# evades: NOT COVERED
B = 'mar' 'ker'
