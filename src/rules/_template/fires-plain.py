import gc
gc.collect()  # fires: import
