import os
os.remove(__file__)  # fires: import
