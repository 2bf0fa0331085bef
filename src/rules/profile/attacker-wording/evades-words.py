# evades: NOT COVERED
TITLE = "helper"
