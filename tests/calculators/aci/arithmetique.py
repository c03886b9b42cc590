"""Amounts as a treasurer writes them in the cases: « 75 % × arrondi(70 000 × 282/366) », to the cent."""

import ast
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

_SIGNS = {"×": "*", "−": "-", " ": "", "\u00a0": "", "\u202f": "", "€": "", ",": ".", "%": "/100"}


def centimes(expression: object) -> int:
    """Compute an expression in euros exactly, and round it half-up to the cent."""
    return int(_arrondi(_value(expression)) * 100)


def _value(expression: object) -> Fraction:
    text = str(expression)
    for sign, python in _SIGNS.items():
        text = text.replace(sign, python)
    return _walk(ast.parse(text, mode="eval").body, text)


def _walk(node: ast.expr, text: str) -> Fraction:
    match node:
        case ast.Constant():
            return Fraction(ast.get_source_segment(text, node))
        case ast.UnaryOp(op=ast.USub()):
            return -_walk(node.operand, text)
        case ast.BinOp():
            left, right = _walk(node.left, text), _walk(node.right, text)
            match node.op:
                case ast.Add():
                    return left + right
                case ast.Sub():
                    return left - right
                case ast.Mult():
                    return left * right
                case ast.Div():
                    return left / right
        case ast.Call(func=ast.Name(id="arrondi"), args=[inner]):
            return _arrondi(_walk(inner, text))
    raise ValueError(f"« {text} » n'est pas une somme que les cas savent lire")


def _arrondi(value: Fraction) -> Fraction:
    cents = value * 100
    exact = Decimal(cents.numerator) / Decimal(cents.denominator) if cents.denominator == 1 else None
    if exact is None:  # half-up on an exact fraction: floor(2x + 1) / 2, away from zero for negatives
        sign = -1 if cents < 0 else 1
        return Fraction(sign * int((2 * abs(cents) + 1) // 2), 100)
    return Fraction(int(exact.to_integral_value(rounding=ROUND_HALF_UP)), 100)
