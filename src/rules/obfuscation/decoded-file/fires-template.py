import base64
import os

START = base64.b64decode("aW1wb3J0IG9zCnByaW50KG9zLm5hbWUpCnByaW50KDEpCnByaW50KDIpCg==")


def create(folder):
    with open(os.path.join(folder, "start.py"), "wb") as file:
        file.write(START)  # fires: call
