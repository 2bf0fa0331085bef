import gc
gc.isenabled()
