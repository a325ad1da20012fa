// SPDX-License-Identifier: Apache-2.0
#include "common/merkle/tlog_proof.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <string>
#include <string_view>

#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/merkle/cosignature.h"
#include "common/merkle/ed25519_oracle.h"
#include "common/merkle/memory_tree.h"
#include "common/merkle/mutation.h"

namespace sijill::merkle {
namespace {

// Made by another implementation (Python's hashlib and cryptography) from the
// tree of the entries "0" to "6"; the keys' seeds are 32 octets 1 and 2.
constexpr std::string_view kOrigin = "a.example/sijill/training.test/shared/1";
constexpr std::string_view kLogKey =
    "a.example/sijill/training.test/shared/1+37484e0b+"
    "AYqI4910CfGV/VLbLTy6XXLKZwm/HZQSG/N0iAG0D29c";
constexpr std::string_view kWitnessKey =
    "b.example/witness+f175be1f+BIE5dw6ofRdfVqNUZsNMfszLjYqRtO43ol32D1uPybOU";
constexpr uint64_t kWitnessTime = 1717200000;
constexpr std::string_view kProof =
    "c2sp.org/tlog-proof@v1\n"
    "extra aGVsbG8=\n"
    "index 5\n"
    "EeH1WCI/THG2vhzs/R8N6HFG0llId8J7KexRn5BAITw=\n"
    "O/nIHCMcrnC2eNPzA4+fT21rnXrc+bN48lkZrlPRdoY=\n"
    "n0o/wg1BYtw31OI9kHhIcxp2BD//9taSiL8av7z/R44=\n"
    "\n"
    "a.example/sijill/training.test/shared/1\n"
    "7\n"
    "o+I7Msy2v5bQktFl2KpUbgmCnejwOw6JV1gdHha5K98=\n"
    "\n"
    "\u2014 a.example/sijill/training.test/shared/1 "
    "N0hOC4m4gOZz/JaB5zC4wEeFnrDmDADOxidoVPe1zLz2AI6UTS0KODCgnr19WSkyYZXKAuTZ92"
    "gQayAJ+wBH/uJ+ggw=\n"
    "\u2014 b.example/witness "
    "8XW+HwAAAABmWmSAF5gehzaWz6wcJS1VKSp33baNSMSXkS0yBhppuhauRqSlYT3bhsMSx5FBW3"
    "VgSoQK+Scyxo3s51YtiBvN4G5EBw==\n";

absl::StatusOr<CosignatureTime> VerifyWitness(const Note& note) {
  const VerifierKey key = *ParseVerifierKey(kWitnessKey);
  return VerifyCosignature(note, key.name, key.key.view(),
                           Ed25519Oracle(key.key.view()));
}

// The policy of these tests: the log and one witness.
absl::Status Signed(const Note& note) {
  const VerifierKey log = *ParseVerifierKey(kLogKey);
  RETURN_IF_ERROR(VerifyNote(note, log.name, log.key.view(),
                             Ed25519Oracle(log.key.view())));
  return VerifyWitness(note).status();
}

absl::StatusOr<Checkpoint> Verify(const TlogProof& proof,
                                  std::string_view entry = "5",
                                  std::string_view origin = kOrigin) {
  return VerifyTlogProof(proof, LeafHash(entry), origin, Signed);
}

TEST(TlogProofTest, VerifiesWhatAnotherImplementationMade) {
  const auto proof = ParseTlogProof(kProof);
  ASSERT_TRUE(proof.ok()) << proof.status();
  EXPECT_EQ(proof->extra, "hello");
  EXPECT_EQ(proof->index, 5u);
  const MemoryTree tree(7);
  EXPECT_EQ(proof->path, PathOf(tree.leaves(), 5));
  const auto checkpoint = Verify(*proof);
  ASSERT_TRUE(checkpoint.ok()) << checkpoint.status();
  EXPECT_EQ(*checkpoint, (Checkpoint{.origin = std::string(kOrigin),
                                     .size = 7,
                                     .root = tree.frontier().Root()}));
}

TEST(TlogProofTest, IsWrittenAsItWasRead) {
  TlogProof proof = *ParseTlogProof(kProof);
  EXPECT_EQ(FormatTlogProof(proof), kProof);
  proof.extra.clear();
  proof.path.clear();
  proof.index = 0;
  const std::string bytes = FormatTlogProof(proof);
  EXPECT_TRUE(
      bytes.starts_with("c2sp.org/tlog-proof@v1\nindex 0\n\na.example"));
  EXPECT_EQ(*ParseTlogProof(bytes), proof);
}

TEST(TlogProofTest, ProvesNothingElse) {
  const TlogProof good = *ParseTlogProof(kProof);
  EXPECT_FALSE(Verify(good, "4").ok());
  EXPECT_FALSE(Verify(good, "5", "a.example/sijill/training.test/own/1").ok());
  TlogProof proof = good;
  proof.index = 4;
  EXPECT_FALSE(Verify(proof).ok());
  proof = good;
  proof.path.pop_back();
  EXPECT_FALSE(Verify(proof).ok());
  proof = good;
  proof.checkpoint[0] = 'b';
  EXPECT_FALSE(Verify(proof).ok());
  proof = good;
  proof.checkpoint = "no note";
  EXPECT_FALSE(Verify(proof).ok());
  // Extra data is bound to nothing, as the format says.
  proof = good;
  proof.extra = "other";
  EXPECT_TRUE(Verify(proof).ok());
}

TEST(TlogProofTest, ARefusalOfThePolicyIsPassedOn) {
  const auto unknown = [](const Note&) {
    return absl::PermissionDeniedError("no such log");
  };
  EXPECT_EQ(
      VerifyTlogProof(*ParseTlogProof(kProof), LeafHash("5"), kOrigin, unknown)
          .status()
          .code(),
      absl::StatusCode::kPermissionDenied);
}

TEST(TlogProofTest, EveryOtherFormIsRefused) {
  const std::string good(kProof);
  const auto refused = [&](std::string_view from, std::string_view to) {
    std::string bytes = good;
    bytes.replace(bytes.find(from), from.size(), to);
    return !ParseTlogProof(bytes).ok();
  };
  EXPECT_TRUE(refused("@v1", "@v2"));
  EXPECT_TRUE(refused("@v1\n", "@v1\r\n"));
  EXPECT_TRUE(refused("extra aGVsbG8=", "extra "));
  EXPECT_TRUE(refused("extra aGVsbG8=", "extra"));
  EXPECT_TRUE(refused("extra aGVsbG8=", "extra aGVsbG8"));
  EXPECT_TRUE(refused("extra aGVsbG8=", "extra aGVsbG8=\nextra aGVsbG8="));
  EXPECT_TRUE(refused("index 5", "index 05"));
  EXPECT_TRUE(refused("index 5", "index"));
  EXPECT_TRUE(refused("index 5", "index  5"));
  EXPECT_TRUE(refused("index 5", "index 9223372036854775807"));
  EXPECT_TRUE(refused("index 5\n", ""));
  EXPECT_TRUE(refused("index 5\n", "index 5\n\n"));
  EXPECT_TRUE(refused("EeH1", "EeH1 "));
  EXPECT_TRUE(refused("EeH1WCI/", ""));
  EXPECT_TRUE(refused("R44=\n\n", "R44=\n"));
  for (size_t length = 0; length < good.size(); ++length) {
    const auto proof = ParseTlogProof(good.substr(0, length));
    // A whole line less leaves a note without the witness.
    EXPECT_TRUE(!proof.ok() || !Verify(*proof).ok()) << length;
  }
}

TEST(TlogProofTest, APathIsNoLongerThanATreeIsDeep) {
  TlogProof proof = *ParseTlogProof(kProof);
  proof.path.resize(63);
  EXPECT_TRUE(ParseTlogProof(FormatTlogProof(proof)).ok());
  proof.path.resize(64);
  EXPECT_FALSE(ParseTlogProof(FormatTlogProof(proof)).ok());
}

TEST(TlogProofTest, MutatedProofsAreRefusedOrComeBackUnchanged) {
  const uint32_t seed = 20240607;
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  const TlogProof good = *ParseTlogProof(kProof);
  int read = 0;
  for (int round = 0; round < 5000; ++round) {
    const std::string bytes = Mutated(kProof, random);
    const auto proof = ParseTlogProof(bytes);
    if (!proof.ok()) continue;
    ++read;
    EXPECT_EQ(FormatTlogProof(*proof), bytes);
    // Only what no signature covers may change and still verify: extra data,
    // and lines of keys that the policy does not know.
    if (Verify(*proof).ok()) {
      EXPECT_EQ(proof->path, good.path);
      EXPECT_EQ(proof->index, good.index);
      EXPECT_EQ(ParseNote(proof->checkpoint)->text,
                ParseNote(good.checkpoint)->text);
    }
  }
  EXPECT_GT(read, 50);
}

TEST(CosignatureTest, TheMessageIsTheFormatsExample) {
  // C2SP tlog-cosignature, "Ed25519 signed message".
  EXPECT_EQ(CosignatureMessage(1679315147, "example.com/behind-the-sofa\n"),
            "cosignature/v1\ntime 1679315147\nexample.com/behind-the-sofa\n");
}

TEST(CosignatureTest, SaysWhenTheWitnessSawTheLog) {
  const Note note = *ParseNote(ParseTlogProof(kProof)->checkpoint);
  EXPECT_EQ(*VerifyWitness(note), kWitnessTime);
  const VerifierKey key = *ParseVerifierKey(kWitnessKey);
  EXPECT_EQ(key.type, SignatureType::kCosignatureV1);
  EXPECT_EQ(MakeCosignature(key.name, key.key.view(), kWitnessTime,
                            note.signatures[1].signature.substr(8)),
            note.signatures[1]);
}

TEST(CosignatureTest, TheLatestOfSeveralCounts) {
  Note note = *ParseNote(ParseTlogProof(kProof)->checkpoint);
  const VerifierKey key = *ParseVerifierKey(kWitnessKey);
  const auto add = [&](CosignatureTime time) {
    note.signatures.push_back(
        MakeCosignature(key.name, key.key.view(), time, std::string(64, 's')));
  };
  add(kWitnessTime + 1);
  add(5);
  const auto willing = [](std::string_view, std::string_view) { return true; };
  EXPECT_EQ(*VerifyCosignature(note, key.name, key.key.view(), willing),
            kWitnessTime + 1);
}

TEST(CosignatureTest, OneThatIsMalformedForgedOrMissingIsRefused) {
  const Note good = *ParseNote(ParseTlogProof(kProof)->checkpoint);
  Note note = good;
  note.signatures[1].signature.pop_back();
  EXPECT_EQ(VerifyWitness(note).status().code(),
            absl::StatusCode::kInvalidArgument);
  note = good;
  note.signatures[1].signature[7] ^= 1;  // another time
  EXPECT_EQ(VerifyWitness(note).status().code(),
            absl::StatusCode::kInvalidArgument);
  note = good;
  note.signatures[1].signature[0] = '\x80';  // beyond 2^63 - 1
  EXPECT_EQ(VerifyWitness(note).status().code(),
            absl::StatusCode::kInvalidArgument);
  note = good;
  note.signatures.pop_back();
  EXPECT_EQ(VerifyWitness(note).status().code(), absl::StatusCode::kNotFound);
  const auto willing = [](std::string_view, std::string_view) { return true; };
  EXPECT_EQ(VerifyCosignature(good, "b.example/witness", "short", willing)
                .status()
                .code(),
            absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace sijill::merkle
