# file: setup.py
import os, platform, re, subprocess, sys
from setuptools import setup
setup(name="pkg", version="1.0")
