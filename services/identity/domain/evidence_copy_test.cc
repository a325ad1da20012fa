// SPDX-License-Identifier: Apache-2.0
#include "services/identity/domain/evidence_copy.h"

#include <random>

#include "common/base/text.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sijill::identity {
namespace {

using namespace std::string_view_literals;

constexpr std::string_view kJpegType = "image/jpeg";
constexpr std::string_view kPngType = "image/png";

std::string Segment(uint8_t marker, std::string_view data) {
  const size_t length = data.size() + 2;
  std::string segment = "\xFF";
  segment.push_back(static_cast<char>(marker));
  segment.push_back(static_cast<char>(length >> 8));
  segment.push_back(static_cast<char>(length & 0xFF));
  return segment.append(data);
}

const std::string kJfif = Segment(0xE0, "JFIF\0\1\2\0\0\1\0\1\0\0"sv);
const std::string kTables = Segment(0xDB, std::string(65, '\1'));
// Two scans with stuffed bytes and a restart, and a comment between them.
const std::string kScan = Segment(0xDA, "\1\1\0\0\x3F\0"sv) +
                          std::string("\x12\xFF\0\x34\xFF\xD0\x56"sv);
const std::string kEnd = "\xFF\xD9";

std::string Jpeg(std::string_view extra, std::string_view between = "",
                 std::string_view behind = "") {
  return base::StrCat("\xFF\xD8", kJfif, extra, kTables, kScan, between, kScan,
                      kEnd, behind);
}

std::string Chunk(std::string_view type, std::string_view data) {
  std::string chunk;
  for (int shift = 24; shift >= 0; shift -= 8) {
    chunk.push_back(static_cast<char>(data.size() >> shift & 0xFF));
  }
  return base::StrCat(chunk, type, data, "crc.");
}

std::string Png(std::string_view extra, std::string_view behind = "") {
  return base::StrCat("\x89PNG\r\n\x1A\n", Chunk("IHDR", "13 bytes more"),
                      Chunk("pHYs", "dots"), extra, Chunk("IDAT", "picture"),
                      Chunk("IEND", ""), behind);
}

TEST(EvidenceCopyTest, APlainPictureStaysAsItIs) {
  EXPECT_EQ(*WithoutMetadata(kJpegType, Jpeg("")), Jpeg(""));
  EXPECT_EQ(*WithoutMetadata(kPngType, Png("")), Png(""));
  EXPECT_EQ(*WithoutMetadata("application/pdf", "%PDF-1.4 ..."),
            "%PDF-1.4 ...");
}

TEST(EvidenceCopyTest, PlaceTimeAndDeviceAreCutFromAJpeg) {
  const std::string exif =
      Segment(0xE1, "Exif\0\0GPS 52.1N detention centre"sv);
  const std::string icc = Segment(0xE2, "ICC_PROFILE\0 unit 7"sv);
  const std::string comment = Segment(0xFE, "asylum unit");
  const std::string thumbnail = Segment(0xE0, "JFXX\0\x10 small picture"sv);
  const auto bare = WithoutMetadata(
      kJpegType, Jpeg(exif + icc + comment + thumbnail, comment, "trailer"));
  ASSERT_TRUE(bare.ok()) << bare.status();
  EXPECT_EQ(*bare, Jpeg(""));
}

TEST(EvidenceCopyTest, WhatTheDecoderNeedsIsKept) {
  const std::string adobe = Segment(0xEE, "Adobe\0\x64\0\0\0\0\1"sv);
  EXPECT_EQ(*WithoutMetadata(kJpegType, Jpeg(adobe)), Jpeg(adobe));
}

TEST(EvidenceCopyTest, TextAndTimeAreCutFromAPng) {
  const auto bare = WithoutMetadata(
      kPngType, Png(Chunk("tEXt", "Author\0Unit 7"sv) + Chunk("eXIf", "GPS") +
                        Chunk("tIME", "then") + Chunk("zzZz", "private"),
                    "trailer"));
  ASSERT_TRUE(bare.ok()) << bare.status();
  EXPECT_EQ(*bare, Png(""));
}

TEST(EvidenceCopyTest, BytesOfAnotherTypeAreRefused) {
  EXPECT_FALSE(WithoutMetadata(kJpegType, Png("")).ok());
  EXPECT_FALSE(WithoutMetadata(kPngType, Jpeg("")).ok());
  EXPECT_FALSE(WithoutMetadata("application/pdf", Jpeg("")).ok());
  EXPECT_FALSE(WithoutMetadata("text/html", "<html>").ok());
  EXPECT_FALSE(WithoutMetadata(kJpegType, "").ok());
}

TEST(EvidenceCopyTest, AnImageThatDoesNotRunToItsEndIsRefused) {
  for (const std::string& whole : {Jpeg(""), Png("")}) {
    const std::string_view type =
        whole.starts_with('\x89') ? kPngType : kJpegType;
    for (size_t size = 0; size < whole.size(); ++size) {
      EXPECT_FALSE(WithoutMetadata(type, whole.substr(0, size)).ok()) << size;
    }
  }
}

TEST(EvidenceCopyTest, WhateverComesInNothingCrashesAndCuttingTwiceIsAsOnce) {
  constexpr uint32_t kSeed = 20231120;
  SCOPED_TRACE(base::StrCat("seed ", kSeed));
  std::mt19937 random(kSeed);
  const std::string seeds[] = {Jpeg(Segment(0xE1, "Exif")),
                               Png(Chunk("tEXt", "text"))};
  int accepted = 0;
  for (int i = 0; i < 8000; ++i) {
    std::string bytes = seeds[i % 2];
    for (uint32_t n = random() % 4; n > 0; --n) {
      const size_t at = random() % bytes.size();
      if (random() % 4 == 0) {
        bytes.erase(at, random() % 5);
      } else {
        bytes[at] = static_cast<char>(random());
      }
      if (bytes.empty()) bytes = "x";
    }
    const std::string_view type = i % 2 == 0 ? kJpegType : kPngType;
    const auto bare = WithoutMetadata(type, bytes);
    if (!bare.ok()) continue;
    ++accepted;
    EXPECT_LE(bare->size(), bytes.size());
    const auto again = WithoutMetadata(type, *bare);
    ASSERT_TRUE(again.ok());
    EXPECT_EQ(*again, *bare);
  }
  EXPECT_GT(accepted, 500);
}

}  // namespace
}  // namespace sijill::identity
