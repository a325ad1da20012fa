#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Plants one violation at a time in a tiny clean tree and expects the fence it
breaks to fail, naming the file, the line and the reason."""

import pathlib
import subprocess
import tempfile
import unittest

import check_files
import check_layers
import check_reasons
import tree as trees

CC = "// SPDX-License-Identifier: Apache-2.0\n"
H = CC + "#pragma once\n"
SCRIPT = "#!/usr/bin/env bash\n# SPDX-License-Identifier: Apache-2.0\n"

CLEAN = {
    "tools/cmake/SijillTargets.cmake":
        (trees.HERE / "tools/cmake/SijillTargets.cmake").read_text(),
    "common/base/CMakeLists.txt": "# " + CC[3:] + """
        sijill_cc_library(NAME base LAYER pure HDRS names.h SRCS names.cc)
        sijill_cc_test(NAME base_test SRCS names_test.cc DEPS sijill::base)""",
    "common/base/names.h": H,
    "common/base/names.cc": CC + '#include "common/base/names.h"\n\n'
                            "#include <vector>\n",
    "common/base/names_test.cc": CC + '#include "common/base/names.h"\n',
    "common/time/CMakeLists.txt": "# " + CC[3:] + """
        sijill_cc_library(NAME time LAYER effect HDRS clock.h SRCS clock.cc
                          DEPS sijill::base)""",
    "common/time/clock.h": H + '#include "common/base/names.h"\n',
    "common/time/clock.cc": CC + "absl::Time n = absl::Now();\n",
    "common/storage/CMakeLists.txt": "# " + CC[3:] + """
        sijill_cc_library(NAME storage LAYER effect HDRS store.h
                          DEPS sijill::time)""",
    "common/storage/store.h": H + "#include <rocksdb/db.h>\n",
    "services/audit/CMakeLists.txt": "# " + CC[3:] + """
        sijill_cc_library(NAME audit_domain LAYER domain
                          HDRS domain/replay.h DEPS sijill::base)
        sijill_cc_library(NAME audit_rpc LAYER rpc HDRS rpc/list.h
                          DEPS sijill::audit_domain sijill::time)""",
    "services/audit/domain/replay.h": H + '#include "common/base/names.h"\n',
    "services/audit/rpc/list.h": H + '#include "common/time/clock.h"\n'
                                     '#include "services/audit/domain/'
                                     'replay.h"\n',
    "services/registry/CMakeLists.txt": "# " + CC[3:] + """
        sijill_cc_library(NAME registry_domain LAYER domain
                          HDRS domain/key.h)""",
    "services/registry/domain/key.h": H,
    "tools/sijill/CMakeLists.txt": "# " + CC[3:] + """
        sijill_cc_binary(NAME sijill LAYER tool SRCS main.cc
                         DEPS sijill::base)""",
    "tools/sijill/main.cc": CC + '#include "sijill/v1/case.pb.h"\n',
    "tools/demo": SCRIPT + "set -euo pipefail\n",
}

SERVICE_MEETS = {"services/audit/domain/replay.h":
                 H + '#include "services/registry/domain/key.h"\n'}
BASE = "common/base/names.cc"

# what is planted -> the complaint that it must raise
LAYERS = {
    "a floor above": ({BASE: CC + '#include "common/time/clock.h"\n'},
                      f"{BASE}:2: includes common/time/clock.h: pure may not"),
    "an effect above": (
        {"common/time/clock.cc": CC + '#include "common/storage/store.h"\n',
         "common/time/CMakeLists.txt": CLEAN["common/time/CMakeLists.txt"]
            .replace("sijill::base", "sijill::base sijill::storage")},
        "common/time/clock.cc:2: includes common/storage/store.h: storage "
        "stands above time"),
    "a header of an unnamed target": (
        {"common/storage/store.h": H + '#include "common/base/names.h"\n'},
        "common/storage/store.h:3: includes common/base/names.h: storage does "
        "not name it: add sijill::base"),
    "common knows a service": (
        {BASE: CC + '#include "services/registry/domain/key.h"\n'},
        f"{BASE}:2: includes services/registry/domain/key.h: common/ knows no"),
    "a service includes another": (
        SERVICE_MEETS, "services/audit/domain/replay.h:3: includes "
        "services/registry/domain/key.h: services never include each other"),
    "a domain with an effect": (
        {"services/audit/domain/replay.h":
         H + '#include "common/time/clock.h"\n'},
        "services/audit/domain/replay.h:3: includes common/time/clock.h: "
        "domain may not use effect"),
    "a domain that includes its rpc": (
        {"services/audit/domain/replay.h":
         H + '#include "services/audit/rpc/list.h"\n'},
        "replay.h:3: includes services/audit/rpc/list.h: domain may not use"),
    "a domain with a socket": (
        {"services/audit/domain/replay.h": H + "#include <grpcpp/grpcpp.h>\n"},
        "replay.h:3: includes grpcpp/grpcpp.h: domain reaches nothing"),
    "a tool that includes a service": (
        {"tools/sijill/main.cc":
         CC + '#include "services/registry/domain/key.h"\n'},
        "tools/sijill/main.cc:2: includes services/registry/domain/key.h: "
        "tools know no services"),
    "a tool beside the public contract": (
        {"tools/sijill/main.cc":
         CC + '#include "sijill/internal/v1/ledger.pb.h"\n'},
        "main.cc:2: includes sijill/internal/v1/ledger.pb.h: tools know the"),
    "a product that uses a test": (
        {BASE: CC + '#include "tests/support/node.h"\n'},
        f"{BASE}:2: includes tests/support/node.h: tests/ is used by tests"),
    "a circle of folders": (
        {"common/base/names.h": H + '#include "common/time/clock.h"\n'},
        "closes a circle: common/"),
    "a circle of a folder and one in it": (
        {"common/base/names.h": H + '#include "common/base/inner/part.h"\n',
         "common/base/inner/part.h": H + '#include "common/base/names.h"\n'},
        "closes a circle: common/base"),
    "an unlisted source": ({"common/base/stray.cc": CC},
                           "common/base/stray.cc:1: is in no CMakeLists.txt"),
    "a header that is not there": (
        {BASE: CC + '#include "common/base/gone.h"\n'},
        f"{BASE}:2: includes common/base/gone.h: no such file"),
    "a floor that is none": (
        {"services/registry/CMakeLists.txt":
         "sijill_cc_library(NAME registry_domain LAYER attic HDRS "
         "domain/key.h DEPS sijill::base)",
         "services/registry/domain/key.h":
         H + '#include "common/base/names.h"\n'},
        "key.h:3: includes common/base/names.h: 'attic' is no floor"),
    "a second clock": ({BASE: CC + "\nauto n = absl::Now();\n"},
                       f"{BASE}:3: absl::Now(: its home is common/time/"),
    "a second clock by std": (
        {BASE: CC + "auto n = std::chrono::steady_clock::now();\n"},
        f"{BASE}:2: _clock::now(: its home is common/time/"),
    "chance": ({BASE: CC + "std::random_device d;\n"},
               f"{BASE}:2: random_device: its home is common/crypto/"),
    "chance in a test": (
        {"common/base/names_test.cc": CC + "std::random_device d;\n"},
        "names_test.cc:2: random_device: its home is common/crypto/"),
    "randomness of OpenSSL": ({BASE: CC + "int n = RAND_bytes(p, 8);\n"},
                              f"{BASE}:2: RAND_bytes(: its home is"),
    "the environment": ({BASE: CC + 'auto* p = std::getenv("HOME");\n'},
                        f"{BASE}:2: getenv(: its home is common/config/"),
    "an insecure port": (
        {BASE: CC + "auto c = grpc::InsecureServerCredentials();\n"},
        f"{BASE}:2: InsecureServerCredentials: it has no home: every"),
    "an insecure channel in a test": (
        {"common/base/names_test.cc":
         CC + "auto c = grpc::InsecureChannelCredentials();\n"},
        "names_test.cc:2: InsecureChannelCredentials: it has no home"),
    "an exception": ({BASE: CC + "void F() { throw 1; }\n"},
                     f"{BASE}:2: throw: its home is common/observe/literal.h"),
    "a second store": ({BASE: CC + "#include <rocksdb/db.h>\n"},
                       f"{BASE}:2: #include <rocksdb/: its home is common/st"),
    "a second cryptography": (
        {"common/time/clock.cc": CC + "#include <openssl/evp.h>\n"},
        "common/time/clock.cc:2: #include <openssl/: its home is"),
    "a header that nobody owns": (
        {"common/base/stray.h": H},
        "common/base/stray.h:1: is in no CMakeLists.txt"),
    "a sleeping test": (
        {"common/base/names_test.cc": CC + "absl::SleepFor(x);\n"},
        "names_test.cc:2: SleepFor(: tests wait for what happens"),
}

FILES = {
    "a file of 601 lines": ({BASE: CC + "\n" * 600},
                            f"{BASE}:601: longer than 600 lines"),
    "a leftover": ({BASE: CC + "// TO" "DO: later\n"},
                   f"{BASE}:2: 'TO" "DO': finish it"),
    "something for the moment": ({BASE: CC + "// For n" "ow, one.\n"},
                                 f"{BASE}:2: 'For n" "ow': finish it"),
    "a name that says nothing": ({"common/base/time_util.h": H},
                                 "time_util.h:1: 'util' names nothing"),
    "a folder that says nothing": ({"common/helpers/a.h": H},
                                   "common/helpers/a.h:1: 'helpers' names"),
    "a type that says nothing": ({BASE: CC + "class KeyManager;\n"},
                                 f"{BASE}:2: 'KeyManager' names nothing"),
    "no licence": ({BASE: "int n;\n"}, f"{BASE}:1: no licence"),
    "no guard": ({"common/base/names.h": CC}, "names.h:1: may be included"),
    "a careless script": ({"tools/demo": SCRIPT}, "tools/demo:1: goes on"),
    "a path of a machine": (
        {BASE: CC + '// see "/ho' 'me/me/x"\n'},
        f"{BASE}:2: '/ho" "me/m' is not of this project"),
    "a package host": (
        {"tools/lint/package-lock.json": '{\n "resolved": "x"}\n'},
        "package-lock.json:2: names a package host"),
    "a private key": (
        {"certs/a.pem": "-----BEGIN EC PRIVATE " "KEY-----\n" + "M" * 64},
        "certs/a.pem:1: a private key"),
    "a binary": ({"docs/a.bin": "\0\1"}, "docs/a.bin:1: is binary"),
    "a large file": ({"docs/a.json": "1" * (1 << 20) + "\n"},
                     "docs/a.json:1: larger than 1 MiB"),
    "a test that never runs": ({"common/base/stray_test.cc": CC},
                               "stray_test.cc:1: is in no CMakeLists.txt"),
    "a script test that never runs": (
        {"tests/e2e/stray_test.py": "# " + CC[3:]},
        "stray_test.py:1: is in no CMakeLists.txt"),
    "a proto that is never compiled": (
        {"proto/sijill/v1/a.proto": CC}, "a.proto:1: is in no CMakeLists.txt"),
    "a long promise": ({"services/audit/README.md": "x\n" * 16},
                       "services/audit/README.md:16: longer than 15 lines"),
}

REASON_LIST = CC + """enum Reason {
  REASON_UNSPECIFIED = 0;
  // NOT_FOUND or ABORTED: no such key.
  REASON_KEY_LOST = 1;
  // OUT_OF_RANGE: too far.
  REASON_TOO_FAR = 2;
}
"""
GIVEN = CC + 'auto s = Refuse(absl::StatusCode::kNotFound, "KEY_LOST", "x");\n'
REPLAY = "services/audit/domain/replay.cc"
WITH_REASONS = {"proto/sijill/v1/reasons.proto": REASON_LIST, BASE: GIVEN,
                REPLAY: CC + "auto r = v1::REASON_TOO_FAR;\n"}

REASONS = {
    "a reason that is not listed": (
        {BASE: GIVEN + 'auto t = Blocked("KEY_STOLEN", "x");\n'},
        f"{BASE}:3: KEY_STOLEN is no published reason"),
    "a reason under another code": (
        {BASE: GIVEN + 'Refuse(\n    absl::StatusCode::kUnavailable,\n'
                       '    "KEY_LOST");\n'},
        f"{BASE}:3: KEY_LOST is given as UNAVAILABLE"),
    "a reason that is never given": (
        {REPLAY: CC + "// REASON_TOO_FAR\n"},
        "reasons.proto:7: TOO_FAR is never given"),
    "a reason that only the tool knows": (
        {REPLAY: CC, "tools/sijill/advice.cc": CC + 'auto a = "TOO_FAR";\n'},
        "reasons.proto:7: TOO_FAR is never given"),
    "a method that promises another": (
        {"proto/sijill/v1/key_service.proto":
         CC + "//   NOT_FOUND  KEY_LOST, KEY_GONE\n"},
        "key_service.proto:2: KEY_GONE is no published reason"),
}

# What only looks like a violation.
INNOCENT = {
    "words in a comment": {BASE: CC + "// absl::Now() and getenv() and\n"},
    "words in a string": {BASE: CC + 'auto* p = "RAND_bytes(";\n'},
    "a word within a word": {BASE: CC + "int my_getenv(int);\n"},
    "a clock in a test": {
        "common/base/names_test.cc": CC + "auto n = absl::Now();\n"},
    "a store under a test's header": {
        "common/base/device.h": H + "#include <rocksdb/env.h>\n",
        "common/base/CMakeLists.txt": CLEAN["common/base/CMakeLists.txt"]
            .replace("names_test.cc", "names_test.cc device.h")},
    "a folder that uses one in it": {
        "common/base/json/a.h": H + "#include <string>\n",
        "common/base/names.cc": CC + '#include "common/base/json/a.h"\n',
        "common/base/CMakeLists.txt": CLEAN["common/base/CMakeLists.txt"]
            .replace("names.h", "names.h json/a.h")},
    "a key's first line alone": {
        BASE: CC + '// "-----BEGIN PRIVATE " "KEY-----"\n'},
    "a name within a name": {"docs/utility-bills.md": "x\n"},
}

LISTS = """
cmake_minimum_required(VERSION 3.25)
project(planted LANGUAGES NONE)
set(SIJILL_TESTS OFF)
foreach(lib absl::statusor absl::strings absl::time PkgConfig::GRPCPP)
  add_library(${lib} INTERFACE IMPORTED)
endforeach()
add_library(sijill_warnings INTERFACE)
include(%s)
sijill_add_folders(low time storage high)
"""
CMAKE = {
    "low/CMakeLists.txt": "sijill_cc_library(NAME low LAYER pure HDRS a.h)",
    "time/CMakeLists.txt":
        "sijill_cc_library(NAME time LAYER effect HDRS a.h DEPS sijill::low)",
    "storage/CMakeLists.txt": "sijill_cc_library(NAME storage LAYER effect "
                              "HDRS a.h DEPS sijill::time)",
    "high/CMakeLists.txt": "sijill_cc_library(NAME high LAYER domain HDRS a.h "
                           "DEPS sijill::low)",
}


def plant(folder, *layers):
    for files in layers:
        for file, text in files.items():
            path = pathlib.Path(folder) / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)


class Planted(unittest.TestCase):

    def complaints(self, check, *files):
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run(["git", "init", "-q", folder], check=True)
            plant(folder, CLEAN, *files)
            return list(check(trees.Tree(folder)))

    def expect_named(self, check, planted):
        for what, (files, complaint) in planted.items():
            with self.subTest(what):
                found = self.complaints(check, files)
                self.assertTrue(any(complaint in f for f in found),
                                f"wanted {complaint!r}, got {found}")

    def test_a_clean_tree_has_no_complaints(self):
        self.assertEqual(self.complaints(check_layers.check), [])
        self.assertEqual(self.complaints(check_files.check), [])
        self.assertEqual(self.complaints(check_reasons.check, WITH_REASONS), [])

    def test_every_planted_include_or_word_is_named(self):
        self.expect_named(check_layers.check, LAYERS)

    def test_every_planted_file_is_named(self):
        self.expect_named(check_files.check, FILES)

    def test_every_planted_reason_is_named(self):
        for what, (files, complaint) in REASONS.items():
            with self.subTest(what):
                found = self.complaints(check_reasons.check, WITH_REASONS,
                                        files)
                self.assertTrue(any(complaint in f for f in found),
                                f"wanted {complaint!r}, got {found}")

    def test_what_only_looks_like_a_violation_passes(self):
        for what, files in INNOCENT.items():
            with self.subTest(what):
                self.assertEqual(self.complaints(check_layers.check, files)
                                 + self.complaints(check_files.check, files),
                                 [])


class PlantedInCMake(unittest.TestCase):

    def configure(self, files):
        with tempfile.TemporaryDirectory() as folder:
            targets = trees.HERE / "tools/cmake/SijillTargets.cmake"
            plant(folder, {"CMakeLists.txt": LISTS % targets}, CMAKE, files)
            # Without a language the last step, generating, cannot succeed;
            # the fence stands before it.
            return subprocess.run(
                ["cmake", "-G", "Ninja", "-S", folder, "-B", folder + "/build"],
                capture_output=True, text=True, check=False)

    def expect_refused(self, file, lists, complaint):
        found = self.configure({file: lists})
        said = " ".join(found.stderr.split())
        self.assertNotEqual(found.returncode, 0)
        self.assertIn(complaint, said)
        self.assertNotIn("Configuring done", found.stdout)

    def test_clean_floors_are_configured(self):
        found = self.configure({})
        self.assertIn("Configuring done", found.stdout, found.stderr)

    def test_a_dependency_upwards_is_refused(self):
        self.expect_refused(
            "high/CMakeLists.txt",
            "sijill_cc_library(NAME high LAYER domain HDRS a.h "
            "DEPS sijill::time)",
            "sijill_high (domain) may not use sijill::time (effect)")

    def test_an_effect_that_uses_one_above_is_refused(self):
        self.expect_refused(
            "high/CMakeLists.txt",
            "set(SIJILL_EFFECTS storage high time)\n"
            "sijill_cc_library(NAME high LAYER effect HDRS a.h "
            "DEPS sijill::time)",
            "sijill_high may not use sijill::time: it stands above")

    def test_a_dependency_declared_later_is_refused(self):
        self.expect_refused(
            "low/CMakeLists.txt",
            "sijill_cc_library(NAME low LAYER pure HDRS a.h "
            "DEPS sijill::time)",
            "sijill_low: sijill::time is not declared below it")

    def test_a_floor_that_is_none_is_refused(self):
        self.expect_refused(
            "low/CMakeLists.txt",
            "sijill_cc_library(NAME low LAYER attic HDRS a.h)",
            "sijill_low: 'attic' is no floor of the house")


if __name__ == "__main__":
    unittest.main()
