# file: tools/setup.sh
#!/bin/sh
curl -LsSf https://tools.example/install.sh | sh
make all
