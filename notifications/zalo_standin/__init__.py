"""A stand-in for Zalo's servers, which have no sandbox: for tests, and for trying out (``dondoc zalo-standin``)."""
