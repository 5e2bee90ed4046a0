"""Batch signing: 200 papers by RSA-3072 with a visible stamp, in one run."""

from time import perf_counter


def measure() -> list[tuple[str, float, float]]:
    """What is done, the budget in seconds, the seconds it took."""
    from otbor.signing import pdf  # noqa: PLC0415 - not in anybody's time
    from tests.signing import samples  # noqa: PLC0415

    maker, stamp = samples.credential(samples.DIRECTOR), samples.stamp_of(samples.DIRECTOR)
    papers = [pdf.PaperToSign(samples.paper(), samples.PLACES[2])] * 200
    start = perf_counter()
    signed = pdf.sign_batch(papers, maker, samples.NOW, stamp)
    took = perf_counter() - start
    if not all(isinstance(result, bytes) for result in signed):
        raise RuntimeError("a paper of the batch was refused")
    return [("подпись 200 документов, RSA-3072, с отметкой", 10.0, took)]
