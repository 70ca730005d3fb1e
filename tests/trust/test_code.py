"""What must not stand in the program, looked for in its code rather than hoped for."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from tools.house import ROOT

PROGRAM = sorted((ROOT / "src").rglob("*.py"))

NEVER = {
    "eval", "exec", "compile", "__import__", "os.system", "os.popen", "RawSQL", "mark_safe",
    "format_html", "Template", "engines.from_string", "from_string", "pickle.loads",
    "marshal.loads", "yaml.load", "shelve.open",
}  # fmt: skip
MODULES = {"pickle", "marshal", "shelve", "xml", "lxml", "yaml", "ldap3", "defusedxml"}
SQL = {"execute", "executemany", "executescript", "raw", "extra"}
"""Called with words put together from values, they would take words for commands."""
PRIMITIVES = {
    "AESGCM", "HKDF", "SHA1", "Argon2id", "X25519PrivateKey", "X25519PublicKey", "Suite", "KEM",
    "KDF", "AEAD", "TOTP", "Ed25519PrivateKey", "Ed25519PublicKey", "ChaCha20Poly1305", "Scrypt",
    "Encoding", "PublicFormat", "InvalidTag", "InvalidSignature",
    "hashes.SHA256", "KEM.X25519", "KDF.HKDF_SHA256", "AEAD.AES_256_GCM", "ec.SECP256R1",
    "ec.generate_private_key", "ec.derive_private_key",
    "ec.EllipticCurvePublicKey", "ec.EllipticCurvePrivateKey",
}  # fmt: skip
"""What `seal` may take from the crypto library. SHA1: the digits of an app, which are made so.
ChaCha20Poly1305 and Scrypt: the age format, in which somebody takes their words along."""


def name_of(node: ast.expr) -> str:
    """“os.system” of a call, as far as it is written out."""
    match node:
        case ast.Name():
            return node.id
        case ast.Attribute():
            return f"{name_of(node.value)}.{node.attr}".lstrip(".")
    return ""


def faults(code: str) -> Iterator[str]:
    """Dangerous calls and imports in a piece of code."""
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Import | ast.ImportFrom):
            module = getattr(node, "module", None) or ""
            names = {module.split(".")[0], *(one.name.split(".")[0] for one in node.names)}
            yield from names & MODULES if not isinstance(node, ast.ImportFrom) or module else ()
        if not isinstance(node, ast.Call):
            continue
        name = name_of(node.func)
        if name in NEVER or (name.split(".")[-1] in NEVER and name.split(".")[0] != "re"):
            yield name
        if any(k.arg == "shell" and getattr(k.value, "value", True) for k in node.keywords):
            yield f"{name} with a shell"
        if name.split(".")[-1] in SQL and node.args and not _one_text(node.args[0]):
            yield f"{name} of words put together"


def _one_text(node: ast.expr) -> bool:
    """A text as it stands or of constants, or something that is no text put together from parts."""
    put_together = isinstance(node, ast.JoinedStr | ast.BinOp) or (
        isinstance(node, ast.Call) and name_of(node.func).endswith(".format")
    )
    return not put_together or _fixed(node)


REVIEWED = {
    # Names of tables and of settings that stand in the same file; nobody's words come near them.
    "nearer/hosting/backup.py: held.execute of words put together",
    "nearer/hosting/database_checks.py: cursor.execute of words put together",
}


def found() -> set[str]:
    return {
        f"{path.relative_to(ROOT / 'src')}: {fault}"
        for path in PROGRAM
        for fault in faults(path.read_text(encoding="utf-8"))
    }


def test_no_dangerous_call_stands_in_the_program() -> None:
    assert len(PROGRAM) > 200
    assert found() == REVIEWED


@pytest.mark.parametrize(
    "code",
    [
        "eval(words)",
        "import pickle",
        "from xml.etree import ElementTree",
        "os.system('ls')",
        "subprocess.run(words, shell=True)",
        "cursor.execute(f'SELECT {words}')",
        "cursor.execute('SELECT %s' % words)",
        "Template(words).render()",
        "mark_safe(words)",
    ],
)
def test_each_of_them_would_be_noticed(code: str) -> None:
    assert list(faults(code))


OWN_PATTERNS = {
    "coach/danger_patterns.py", "coach/questions.py", "coach/rules.py", "coach/telling.py",
}  # fmt: skip
"""They put patterns together from the coach's own tables."""
PATTERNS = {"compile", "search", "match", "fullmatch", "sub", "split", "findall", "finditer"}


def loose_patterns(code: str) -> Iterator[int]:
    """Lines where `re` gets a pattern that is made inside a function from a variable alone."""
    tree = ast.parse(code)
    for function in ast.walk(tree):
        if not isinstance(function, ast.FunctionDef):
            continue
        for node in ast.walk(function):
            if (
                isinstance(node, ast.Call)
                and name_of(node.func).startswith("re.")
                and name_of(node.func)[3:] in PATTERNS
                and node.args
                and not _fixed(node.args[0])
            ):
                yield node.lineno


def _fixed(node: ast.expr) -> bool:
    """A text as it stands, a CONSTANT, or one put together from constants and re.escape(…)."""
    match node:
        case ast.Constant():
            return True
        case ast.Name():
            return node.id.isupper()
        case ast.JoinedStr():
            return all(_fixed(part) for part in node.values)
        case ast.FormattedValue():
            return _fixed(node.value)
        case ast.Call():
            return name_of(node.func) == "re.escape"
        case ast.BinOp():
            return _fixed(node.left) and _fixed(node.right)
    return False


def test_no_pattern_is_made_from_what_somebody_typed() -> None:
    loose = {
        str(path.relative_to(ROOT / "src"))
        for path in PROGRAM
        if any(loose_patterns(path.read_text(encoding="utf-8")))
    }
    assert loose == OWN_PATTERNS


def test_a_pattern_from_outside_would_be_noticed() -> None:
    assert list(loose_patterns("def f(words):\n    return re.search(words, 'x')"))
    assert not list(loose_patterns("def f(words):\n    return re.search(re.escape(words), 'x')"))


CHOICES = {"hashes", "KEM", "KDF", "AEAD", "ec", "modes", "algorithms", "padding"}


def taken(code: str) -> set[str]:
    """What a file takes from the crypto library, and chooses there."""
    made = set()
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("cryptography"):
            made |= {one.name for one in node.names if one.name[0].isupper()}
        name = name_of(node) if isinstance(node, ast.Attribute) else ""
        if name.split(".")[0] in CHOICES and name.count(".") == 1:
            made.add(name)
    return made


def test_only_chosen_primitives_are_called() -> None:
    found = {path: taken(path.read_text(encoding="utf-8")) for path in PROGRAM}
    found = {path: names for path, names in found.items() if names and path.parent.name == "seal"}

    assert set().union(*found.values()) >= {"AESGCM", "hashes.SHA256", "KEM.X25519"}
    assert set().union(*found.values()) - PRIMITIVES == set()


def test_a_weak_one_would_be_noticed() -> None:
    code = "from cryptography.hazmat.primitives import hashes\nhashes.MD5()\nmodes.ECB()"
    assert taken(code) - PRIMITIVES == {"hashes.MD5", "modes.ECB"}
