/** Words that random programs are made of. */

const words = (text: string): readonly string[] => text.split(' ');

/** Names in scope, so that most of what is read was written. */
export const NAMES = words('a b c d e f g x y z self cls data os base64 C0 C1');

/** Modules that are imported or just named. */
export const MODULES = words(
  'os sys base64 zlib subprocess requests builtins codecs marshal types pkg pkg.two socket importlib json itertools functools re struct urllib.request ctypes pathlib shutil tempfile threading asyncio',
);

/** Built-in functions. */
export const BUILTINS = words(
  'exec eval compile getattr setattr __import__ globals locals vars map filter zip sorted list dict set tuple str bytes int len iter next type super open print range enumerate reversed sum min max any all chr ord isinstance hasattr id callable property slice object repr format input',
);

/** Attributes and methods, of own classes too. */
export const ATTRIBUTES = words(
  'join append pop items keys get update system environ path decode encode replace split format __class__ __dict__ __init__ __getitem__ __call__ __mro__ __subclasses__ __globals__ __code__ f g x read write Popen run b64decode decompress loads post text sort extend insert __add__ __name__ __builtins__ modules send throw strip translate maketrans',
);

/** Special methods that own classes have. */
export const DUNDERS = words(
  '__init__ __call__ __getattr__ __getattribute__ __getitem__ __setitem__ __add__ __radd__ __iadd__ __eq__ __str__ __repr__ __iter__ __next__ __enter__ __exit__ __contains__ __len__ __bool__ __new__ __init_subclass__ __set_name__ __class_getitem__ __del__ __format__ __hash__ __mul__ __get__ __missing__ __reduce__',
);
