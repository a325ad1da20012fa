#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A client of another implementation (Python's grpcio) reads a case.

usage: other_client.py --address H:P --root ROOT.pem --cert C.pem --key C.key
                       --proto PROTO_DIRECTORY --generated DIRECTORY CASE

Prints the case's status and procedure. The messages are made from the contract
with protoc; nothing of Sijill's own code is used.
"""

import argparse
import pathlib
import subprocess
import sys

import grpc


def messages(proto, generated):
    """Makes and loads the Python messages of the contract."""
    out = pathlib.Path(generated)
    out.mkdir(parents=True, exist_ok=True)
    files = sorted(str(p.relative_to(proto))
                   for pattern in ("sijill/v1/*.proto", "google/*/*.proto")
                   for p in pathlib.Path(proto).glob(pattern))
    subprocess.run(["protoc", f"-I{proto}", f"--python_out={out}", *files],
                   check=True)
    sys.path.insert(0, str(out))
    # google.protobuf is the installed package's; google.rpc and others are ours.
    import google
    google.__path__.append(str(out / "google"))
    from sijill.v1 import common_pb2, readmission_reads_pb2
    return common_pb2, readmission_reads_pb2


def main():
    parser = argparse.ArgumentParser()
    for name in ("address", "root", "cert", "key", "proto", "generated"):
        parser.add_argument(f"--{name}", required=True)
    parser.add_argument("case")
    given = parser.parse_args()
    common, reads = messages(given.proto, given.generated)
    read = lambda path: pathlib.Path(path).read_bytes()
    channel = grpc.secure_channel(
        given.address,
        grpc.ssl_channel_credentials(read(given.root), read(given.key),
                                     read(given.cert)),
        options=[("grpc.ssl_target_name_override", "localhost")])
    get_case = channel.unary_unary(
        "/sijill.v1.ReadmissionService/GetCase",
        request_serializer=reads.GetCaseRequest.SerializeToString,
        response_deserializer=reads.GetCaseResponse.FromString)
    request = reads.GetCaseRequest(
        caller=common.Caller(purpose=common.PURPOSE_CASE_HANDLING),
        name=given.case)
    shared = get_case(request, timeout=20).snapshot.shared
    from sijill.v1 import case_pb2, options_pb2
    print(shared.name, options_pb2.Procedure.Name(shared.procedure),
          case_pb2.CaseStatus.Name(shared.status))
    return 0 if shared.name == given.case else 1


if __name__ == "__main__":
    sys.exit(main())
