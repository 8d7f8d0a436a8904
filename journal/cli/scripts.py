"""The completion scripts that are better than Typer's: zsh's first TAB, and one process in fish."""

from __future__ import annotations

from contextlib import suppress

# Loaded by itself from fpath, the file is the function, and must answer that first TAB too.
_ZSH = """
#compdef %(prog_name)s

%(complete_func)s() {
  eval $(env _TYPER_COMPLETE_ARGS="${words[1,$CURRENT]}" %(autocomplete_var)s=complete_zsh %(prog_name)s)
}

if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
  %(complete_func)s "$@"
fi
compdef %(complete_func)s %(prog_name)s
"""  # noqa: E501 - the shell's

# Typer's asks twice: whether there is anything, and then what.
_FISH = """
function %(complete_func)s
  set -l found (env %(autocomplete_var)s=complete_fish _TYPER_COMPLETE_ARGS=(commandline -cp) %(prog_name)s)
  if set -q found[1]
    printf '%%s\\n' $found
  else
    __fish_complete_path (commandline -ct)
  end
end

complete --command %(prog_name)s --no-files --keep-order --arguments "(%(complete_func)s)"
"""  # noqa: E501 - the shell's


def use_own_scripts() -> None:
    """Let `--install-completion` and `--show-completion` give these scripts."""
    with suppress(ImportError, AttributeError):
        from typer._completion_shared import _completion_scripts

        _completion_scripts.update(zsh=_ZSH, fish=_FISH)
