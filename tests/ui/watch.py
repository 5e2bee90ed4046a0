"""Watches the window's thread: no call of ours may hold it longer than a person would notice.

Every method of the window's classes is wrapped; what counts is the processor's time of the main thread in the outermost
call, so that a busy machine fails nobody. Building a widget (``__init__``) is not watched: nobody waits in its midst;
nor is the first call of a function in a process, which loads code that the program has loaded ahead.
"""

import inspect
import os
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import update_wrapper
from types import FunctionType
from typing import Any

LIMIT = 0.1  # seconds on the class of machine that the budgets are for
_LOOP, _LOOP_SECONDS = 50_000, 0.0019  # a piece of work, and its time there when nobody disturbs


@dataclass
class Watch:
    """The calls that held the window since :meth:`begin`, as text with how long."""

    held: list[str] = field(default_factory=list)
    called: set[FunctionType] = field(default_factory=set)
    depth: int = 0

    def wrap(self, function: Any) -> Any:
        """``function``, watched where it is called on the main thread from outside of other watched ones."""

        def call(*args: Any, **kwargs: Any) -> Any:
            if self.depth or threading.current_thread() is not threading.main_thread():
                return function(*args, **kwargs)
            self.depth += 1
            begun = time.thread_time()
            try:
                return function(*args, **kwargs)
            finally:
                spent = time.thread_time() - begun
                self.depth -= 1
                first = function not in self.called
                self.called.add(function)
                if not first and spent > LIMIT and (spent := spent / slowness()) > LIMIT:
                    self.held.append(f"{function.__qualname__} held the window for {spent:.2f} s")

        return _alike(function, call)


def slowness() -> float:
    """How many times slower the processor is now than the one the limit was set for; 1 for a faster one.

    Two threads on one core, a cache that others fill: the processor's time grows with them too.
    """
    begun = time.thread_time()
    sum(number * number for number in range(_LOOP))
    shared = 2.0 if "PYTEST_XDIST_WORKER" in os.environ else 1.0  # another worker on the other half of the core
    return shared * max(1.0, (time.thread_time() - begun) / _LOOP_SECONDS)


def _alike(function: FunctionType, call: Callable[..., Any]) -> Any:
    """``call`` with the parameters of ``function``: Qt gives a slot as many values as it takes."""
    code = function.__code__
    names = code.co_varnames
    plain, named = code.co_argcount, code.co_argcount + code.co_kwonlyargcount
    rest = f"*{names[named]}" if code.co_flags & inspect.CO_VARARGS else "*" if code.co_kwonlyargcount else ""
    more = [rest] if rest else []
    extra = [f"**{names[named + rest.count('*') * bool(rest[1:])]}"] if code.co_flags & inspect.CO_VARKEYWORDS else []
    takes = [*names[:plain], *more, *names[plain:named], *extra]
    gives = [*names[:plain], *(one for one in more if one != "*"), *(f"{n}={n}" for n in names[plain:named]), *extra]
    space: dict[str, Any] = {"call": call}
    exec(f"def alike({', '.join(takes)}): return call({', '.join(gives)})", space)  # noqa: S102 - of our own names
    made: FunctionType = space["alike"]
    made.__defaults__, made.__kwdefaults__ = function.__defaults__, function.__kwdefaults__
    return update_wrapper(made, function)


WATCH = Watch()
_seen: set[str] = set()


def cover() -> Watch:
    """The watch over every method of the classes in ``otbor.ui`` that are loaded by now."""
    for name, module in list(sys.modules.items()):
        if name.startswith("otbor.ui.") and name not in _seen:
            _seen.add(name)
            for _name, kind in inspect.getmembers(module, inspect.isclass):
                if kind.__module__ == name:
                    _wrap_class(WATCH, kind)
    return WATCH


def _wrap_class(made: Watch, kind: type) -> None:
    for name, function in list(vars(kind).items()):
        watched = isinstance(function, FunctionType) and name != "__init__"
        if watched and not inspect.isgeneratorfunction(function):
            setattr(kind, name, made.wrap(function))
