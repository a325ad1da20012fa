#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A client of another implementation opens and reads a case.

usage: other_client.py --address H:P --root ROOT.pem --cert C.pem --key C.key
                       --proto PROTO_DIRECTORY --generated DIRECTORY FILE

Opens the document request in FILE (JSON, as in deploy/samples), reads the new
case, and asks once more without a purpose, which the node refuses. It speaks
through Python's grpcio and messages that protoc makes from the contract;
nothing of Sijill's own code is used. Exit 0 if all three went as they should.
"""

import argparse
import importlib
import pathlib
import subprocess
import sys
import uuid

import grpc
from google.protobuf import json_format

SERVICE = "/sijill.v1.ReadmissionService/"
DETAILS = "grpc-status-details-bin"


def make_messages(proto, generated):
    """Makes the Python messages of the contract; a function that finds them."""
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
    return lambda module, name: getattr(importlib.import_module(module), name)


def connect(given):
    """Mutual TLS 1.3: the officer's certificate, the domain's root."""
    def read(path):
        return pathlib.Path(path).read_bytes()

    return grpc.secure_channel(
        given.address,
        grpc.ssl_channel_credentials(read(given.root), read(given.key),
                                     read(given.cert)),
        # The node's certificate is for localhost wherever it listens.
        options=[("grpc.ssl_target_name_override", "localhost")])


def call(channel, method, request, response_type):
    return channel.unary_unary(
        SERVICE + method,
        request_serializer=lambda message: message.SerializeToString(),
        response_deserializer=response_type.FromString)(request, timeout=20)


def open_case(channel, message, file):
    """Opens what the file asks for; a repetition with this id is safe."""
    request = json_format.Parse(
        pathlib.Path(file).read_text(encoding="utf-8"),
        message("sijill.v1.readmission_requests_pb2", "RequestDocumentRequest")())
    request.request_id = str(uuid.uuid4())
    request.caller.purpose = message("sijill.v1.common_pb2",
                                     "PURPOSE_CASE_HANDLING")
    return call(channel, "RequestDocument", request,
                message("sijill.v1.readmission_requests_pb2",
                        "RequestDocumentResponse"))


def read_case(channel, message, name, **caller):
    reads = "sijill.v1.readmission_reads_pb2"
    request = message(reads, "GetCaseRequest")(
        name=name, caller=message("sijill.v1.common_pb2", "Caller")(**caller))
    return call(channel, "GetCase", request,
                message(reads, "GetCaseResponse")).snapshot.shared


def reason_of(refusal, message):
    """The google.rpc.ErrorInfo among the refusal's details."""
    status = message("google.rpc.status_pb2", "Status")()
    for key, value in refusal.trailing_metadata():
        if key == DETAILS:
            status.ParseFromString(value)
    info = message("google.rpc.error_details_pb2", "ErrorInfo")()
    for detail in status.details:
        if detail.Unpack(info):
            return info
    return info


def main():
    parser = argparse.ArgumentParser()
    for name in ("address", "root", "cert", "key", "proto", "generated"):
        parser.add_argument(f"--{name}", required=True)
    parser.add_argument("file")
    given = parser.parse_args()
    message = make_messages(given.proto, given.generated)
    channel = connect(given)

    opened = open_case(channel, message, given.file)
    print("opened", opened.case_name)
    print("recorded at index", opened.receipts[0].index, "of the shared log")

    case = read_case(channel, message, opened.case_name,
                     purpose=message("sijill.v1.common_pb2",
                                     "PURPOSE_CASE_HANDLING"))
    print("read", message("sijill.v1.options_pb2", "Procedure").Name(
        case.procedure), message("sijill.v1.case_pb2", "CaseStatus").Name(
            case.status))

    try:
        read_case(channel, message, opened.case_name)
    except grpc.RpcError as refusal:
        info = reason_of(refusal, message)
        print("without a purpose:", refusal.code().name, info.reason,
              f"({info.domain})")
        return 0 if info.reason == "PURPOSE_REQUIRED" else 1
    print("was shown a case without a purpose", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
