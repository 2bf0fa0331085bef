# evades: NOT COVERED
import os
os.environ["PIP_INDEX_URL"] = "https://host.invalid/simple"
