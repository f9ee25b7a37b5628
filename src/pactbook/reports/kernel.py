"""The kernel that a notebook in JupyterLab gets: ipykernel's, whose tracebacks show neither a secret nor the home folder.

A notebook that is saved keeps them, and may be sent on.
"""

from __future__ import annotations

from typing import Any

from ipykernel.ipkernel import IPythonKernel
from ipykernel.zmqshell import ZMQInteractiveShell
from traitlets import Type

from pactbook.reports import redact

NAMED = f"--IPKernelApp.kernel_class={__name__}.Kernel"  # how ipykernel is asked for it


class Shell(ZMQInteractiveShell):
    """Shows errors as a report does."""

    def _showtraceback(self, etype: type, evalue: BaseException, stb: Any) -> None:
        lines = stb if isinstance(stb, list) else [str(stb)]
        clean = redact.Redactor([self.user_ns, *redact.spaces_of(evalue)]).text
        super()._showtraceback(etype, clean(str(evalue)), [*map(clean, lines)])


class Kernel(IPythonKernel):
    """Runs its cells in such a shell."""

    shell_class = Type(Shell)

    async def do_execute(self, *args: Any, **options: Any) -> dict[str, Any]:
        """Run a cell; the reply tells its error once more."""
        reply = await super().do_execute(*args, **options)
        if "evalue" in reply:
            reply["evalue"] = redact.Redactor([self.shell.user_ns]).text(reply["evalue"])
        return reply
