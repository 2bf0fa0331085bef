# evades: NOT COVERED
BOX = "https://collect.example/box"
