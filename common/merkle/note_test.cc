// SPDX-License-Identifier: Apache-2.0
#include "common/merkle/note.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <string>
#include <string_view>

#include "common/base/sha256.h"
#include "common/base/text.h"
#include "common/merkle/base64.h"
#include "common/merkle/ed25519_oracle.h"
#include "common/merkle/mutation.h"
#include "common/merkle/verifier_key.h"

namespace sijill::merkle {
namespace {

// golang.org/x/mod/sumdb/note, package documentation and its tests.
constexpr std::string_view kPeterKey =
    "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
constexpr std::string_view kEnochKey =
    "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop";
constexpr std::string_view kText =
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n";
constexpr std::string_view kPeterLine =
    "\u2014 PeterNeumann "
    "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngot"
    "pRZb6KE6RyyBwJnAM=\n";
constexpr std::string_view kEnochLine =
    "\u2014 EnochRoot "
    "rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwn"
    "WLox33WWd1RvMc+QQ=\n";

// C2SP signed-note, "Example".
constexpr std::string_view kFooKey =
    "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";
constexpr std::string_view kFooNote =
    "This is an example message.\n"
    "\n"
    "\u2014 example.com/foo "
    "Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRK"
    "uwHjG1Yu72IneyaQM=\n";

std::string PeterAndEnochNote() {
  return base::StrCat(kText, "\n", kPeterLine, kEnochLine);
}

absl::Status Verify(std::string_view bytes, std::string_view key_text) {
  const auto note = ParseNote(bytes);
  if (!note.ok()) return note.status();
  const VerifierKey key = *ParseVerifierKey(key_text);
  return VerifyNote(*note, key.name, key.key.view(),
                    Ed25519Oracle(key.key.view()));
}

TEST(NoteTest, VerifiesTheExamplesOfTheFormat) {
  EXPECT_TRUE(Verify(PeterAndEnochNote(), kPeterKey).ok());
  EXPECT_TRUE(Verify(PeterAndEnochNote(), kEnochKey).ok());
  EXPECT_TRUE(Verify(kFooNote, kFooKey).ok());
}

TEST(NoteTest, IsWrittenAsItWasRead) {
  for (const std::string& bytes : {PeterAndEnochNote(), std::string(kFooNote),
                                   base::StrCat("one\n\n\ntwo\n\n", kPeterLine),
                                   base::StrCat("\n\n", kPeterLine)}) {
    const auto note = ParseNote(bytes);
    ASSERT_TRUE(note.ok()) << note.status();
    EXPECT_EQ(FormatNote(*note), bytes);
  }
}

TEST(NoteTest, TheLastEmptyLineEndsTheText) {
  const auto note =
      ParseNote(base::StrCat("a\n\n", kPeterLine, "\n", kEnochLine));
  ASSERT_TRUE(note.ok()) << note.status();
  EXPECT_EQ(note->text, base::StrCat("a\n\n", kPeterLine));
  EXPECT_EQ(note->signatures.size(), 1u);
}

TEST(NoteTest, WithoutASignatureByTheKeyItIsNotFound) {
  EXPECT_EQ(Verify(PeterAndEnochNote(), kFooKey).code(),
            absl::StatusCode::kNotFound);
}

TEST(NoteTest, AKeyIsItsNameAndItsHashTogether) {
  const auto note = ParseNote(PeterAndEnochNote());
  ASSERT_TRUE(note.ok());
  const VerifierKey peter = *ParseVerifierKey(kPeterKey);
  const VerifierKey enoch = *ParseVerifierKey(kEnochKey);
  const auto never = [](std::string_view, std::string_view) {
    ADD_FAILURE() << "asked about another key's signature";
    return true;
  };
  EXPECT_EQ(VerifyNote(*note, peter.name, enoch.key.view(), never).code(),
            absl::StatusCode::kNotFound);
  EXPECT_EQ(VerifyNote(*note, "EnochRooT", enoch.key.view(), never).code(),
            absl::StatusCode::kNotFound);
  EXPECT_EQ(VerifyNote(*note, peter.name, "short", never).code(),
            absl::StatusCode::kInvalidArgument);
}

TEST(NoteTest, AChangedTextDoesNotVerify) {
  std::string bytes = PeterAndEnochNote();
  bytes[0] = 'i';
  EXPECT_EQ(Verify(bytes, kPeterKey).code(),
            absl::StatusCode::kInvalidArgument);
}

TEST(NoteTest, OneBadSignatureByTheKeySpoilsAGoodOne) {
  auto note = ParseNote(PeterAndEnochNote());
  ASSERT_TRUE(note.ok());
  NoteSignature bad = note->signatures[0];
  bad.signature[7] ^= 1;
  note->signatures.push_back(bad);
  EXPECT_EQ(Verify(FormatNote(*note), kPeterKey).code(),
            absl::StatusCode::kInvalidArgument);
  EXPECT_TRUE(Verify(FormatNote(*note), kEnochKey).ok());
}

TEST(NoteTest, EveryOtherFormIsRefused) {
  const std::string good = PeterAndEnochNote();
  const std::string line(kPeterLine);
  const std::string_view bad[] = {"",       "\n",       "\n\n",
                                  "text\n", "text\n\n", "text\n\n\n"};
  for (const std::string_view bytes : bad) {
    EXPECT_FALSE(ParseNote(bytes).ok()) << bytes;
  }
  const std::string text = "text\n\n";
  EXPECT_TRUE(ParseNote(text + line).ok());
  EXPECT_FALSE(ParseNote(line).ok());
  EXPECT_FALSE(ParseNote(good.substr(0, good.size() - 1)).ok());
  EXPECT_FALSE(ParseNote(good + "x").ok());
  EXPECT_FALSE(ParseNote("te\tt\n\n" + line).ok());
  EXPECT_FALSE(ParseNote("te\rt\n\n" + line).ok());
  EXPECT_FALSE(ParseNote("te\xfft\n\n" + line).ok());
  EXPECT_FALSE(ParseNote(text + "- a AAAAAAA=\n").ok());
  EXPECT_FALSE(ParseNote(text + "\u2014 a\n").ok());
  EXPECT_FALSE(ParseNote(text + "\u2014 a+b AAAAAAA=\n").ok());
  EXPECT_FALSE(ParseNote(text + "\u2014  AAAAAAA=\n").ok());
  EXPECT_FALSE(ParseNote(text + "\u2014 a\u00a0b AAAAAAA=\n").ok());
  EXPECT_TRUE(ParseNote(text + "\u2014 a AAAAAAA=\n").ok());
  EXPECT_FALSE(ParseNote(text + "\u2014 a AAAAAAA=\r\n").ok());
  EXPECT_FALSE(ParseNote(text + "\u2014 a  AAAAAAA=\n").ok());
  EXPECT_FALSE(ParseNote(text + "\u2014 a AAAAAAA= \n").ok());
  EXPECT_FALSE(ParseNote(text + "\u2014 a AAAAAAA\n").ok());   // padding
  EXPECT_FALSE(ParseNote(text + "\u2014 a AAAAAAB=\n").ok());  // left-over bits
  EXPECT_FALSE(ParseNote(text + "\u2014 a AAAAAA==\n").ok());  // no signature
}

TEST(NoteTest, SizeAndSignaturesAreBounded) {
  Note note{.text = "text\n"};
  for (size_t i = 0; i < kMaxNoteSignatures; ++i) {
    note.signatures.push_back({.name = "a", .key_hash = 1, .signature = "s"});
  }
  EXPECT_TRUE(ParseNote(FormatNote(note)).ok());
  note.signatures.push_back(note.signatures[0]);
  EXPECT_FALSE(ParseNote(FormatNote(note)).ok());
  const std::string tail = base::StrCat("\n\n", kPeterLine);
  const std::string text(kMaxNoteSize - tail.size(), 'x');
  EXPECT_TRUE(ParseNote(text + tail).ok());
  EXPECT_FALSE(ParseNote("x" + text + tail).ok());
}

TEST(NoteTest, MutatedNotesAreRefusedOrComeBackUnchanged) {
  const uint32_t seed = 20240602;
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  const std::string good = PeterAndEnochNote();
  int read = 0;
  for (int round = 0; round < 10000; ++round) {
    const std::string bytes = Mutated(good, random);
    const auto note = ParseNote(bytes);
    if (!note.ok()) continue;
    ++read;
    EXPECT_EQ(FormatNote(*note), bytes);
    EXPECT_FALSE(note->signatures.empty());
  }
  EXPECT_GT(read, 100);
}

TEST(VerifierKeyTest, IsWrittenAsItWasRead) {
  for (const std::string_view text : {kPeterKey, kEnochKey, kFooKey}) {
    const auto key = ParseVerifierKey(text);
    ASSERT_TRUE(key.ok()) << key.status();
    EXPECT_EQ(key->type, SignatureType::kEd25519);
    EXPECT_EQ(FormatVerifierKey(*key), text);
  }
  EXPECT_EQ(ParseVerifierKey(kPeterKey)->name, "PeterNeumann");
  const std::string key = ParseVerifierKey(kPeterKey)->key.str();
  EXPECT_EQ(Ed25519KeyHash("PeterNeumann", key), 0xc74f20a3u);
  EXPECT_NE(CosignatureKeyHash("PeterNeumann", key), 0xc74f20a3u);
}

TEST(VerifierKeyTest, EveryOtherFormIsRefused) {
  const VerifierKey peter = *ParseVerifierKey(kPeterKey);
  const std::string good(kPeterKey);
  const std::string one_more = peter.key.str() + "x";
  const auto with = [&](std::string_view material) {
    const std::string hash = base::Hex(
        base::Sha256({"PeterNeumann\n", material}).view().substr(0, 4));
    return base::StrCat("PeterNeumann+", hash, "+", EncodeBase64(material));
  };
  EXPECT_TRUE(ParseVerifierKey(with("\x01" + peter.key.str())).ok());
  EXPECT_TRUE(ParseVerifierKey(with("\x04" + peter.key.str())).ok());
  EXPECT_FALSE(ParseVerifierKey(with("\x02" + peter.key.str())).ok());
  EXPECT_FALSE(ParseVerifierKey(with("\x01" + one_more)).ok());
  EXPECT_FALSE(ParseVerifierKey(with("\x01" + one_more.substr(2))).ok());
  EXPECT_FALSE(ParseVerifierKey(with("")).ok());
  EXPECT_FALSE(ParseVerifierKey("").ok());
  EXPECT_FALSE(ParseVerifierKey("a+b").ok());
  EXPECT_FALSE(ParseVerifierKey(good + "\n").ok());
  EXPECT_FALSE(ParseVerifierKey("x" + good).ok());
  std::string upper = good;
  upper.replace(upper.find("c74f"), 4, "C74F");
  EXPECT_FALSE(ParseVerifierKey(upper).ok());
}

TEST(VerifierKeyTest, MutatedKeysAreRefusedOrComeBackUnchanged) {
  const uint32_t seed = 20240603;
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  for (int round = 0; round < 5000; ++round) {
    const std::string text = Mutated(kPeterKey, random);
    const auto key = ParseVerifierKey(text);
    if (key.ok()) {
      EXPECT_EQ(FormatVerifierKey(*key), text);
    }
  }
}

TEST(KeyNameTest, HasNoSpaceOfAnyKindAndNoPlus) {
  EXPECT_TRUE(IsKeyName("a.example/sijill/\u00e9"));
  for (const std::string_view name :
       {"", "a b", "a+b", "a\nb", "a\u00a0b", "a\u2003", "\u3000", "a\xff"}) {
    EXPECT_FALSE(IsKeyName(name)) << name;
  }
}

TEST(Base64Test, AValueHasOneSpelling) {
  // RFC 4648 section 10.
  EXPECT_EQ(EncodeBase64("foobar"), "Zm9vYmFy");
  EXPECT_EQ(DecodeBase64("Zm8="), "fo");
  EXPECT_EQ(DecodeBase64(""), "");
  for (const std::string_view text :
       {"Zm8", "Zm9=", "Zm8=\n", "Zm 8=", "Zm8.", "=", "Z", "__8="}) {
    EXPECT_EQ(DecodeBase64(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace sijill::merkle
