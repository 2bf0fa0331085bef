import os
getattr(os, "sys" + "tem")("echo 1")  # fires: import
