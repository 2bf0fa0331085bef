from setuptools import setup

setup(name="nested-archive", version="1.0", packages=["nested"], package_data={"nested": ["data.zip"]})
