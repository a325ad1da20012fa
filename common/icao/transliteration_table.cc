// SPDX-License-Identifier: Apache-2.0
#include "common/icao/transliteration_table.h"

#include <algorithm>
#include <array>

namespace sijill::icao {
namespace {

struct Row {
  char32_t letter;
  std::string_view text;
};

constexpr bool Before(const Row& a, const Row& b) {
  return a.letter < b.letter;
}

// Table A and its small letters; 0218 to 021b (comma below) as 015e and 0162
// (cedilla), 00df as 1e9e.
constexpr auto kLatin = std::to_array<Row>(
    {{0x00c0, "A"},  {0x00c1, "A"},  {0x00c2, "A"},  {0x00c3, "A"},
     {0x00c4, "AE"}, {0x00c5, "AA"}, {0x00c6, "AE"}, {0x00c7, "C"},
     {0x00c8, "E"},  {0x00c9, "E"},  {0x00ca, "E"},  {0x00cb, "E"},
     {0x00cc, "I"},  {0x00cd, "I"},  {0x00ce, "I"},  {0x00cf, "I"},
     {0x00d0, "D"},  {0x00d1, "N"},  {0x00d2, "O"},  {0x00d3, "O"},
     {0x00d4, "O"},  {0x00d5, "O"},  {0x00d6, "OE"}, {0x00d8, "OE"},
     {0x00d9, "U"},  {0x00da, "U"},  {0x00db, "U"},  {0x00dc, "UE"},
     {0x00dd, "Y"},  {0x00de, "TH"}, {0x00df, "SS"}, {0x00e0, "A"},
     {0x00e1, "A"},  {0x00e2, "A"},  {0x00e3, "A"},  {0x00e4, "AE"},
     {0x00e5, "AA"}, {0x00e6, "AE"}, {0x00e7, "C"},  {0x00e8, "E"},
     {0x00e9, "E"},  {0x00ea, "E"},  {0x00eb, "E"},  {0x00ec, "I"},
     {0x00ed, "I"},  {0x00ee, "I"},  {0x00ef, "I"},  {0x00f0, "D"},
     {0x00f1, "N"},  {0x00f2, "O"},  {0x00f3, "O"},  {0x00f4, "O"},
     {0x00f5, "O"},  {0x00f6, "OE"}, {0x00f8, "OE"}, {0x00f9, "U"},
     {0x00fa, "U"},  {0x00fb, "U"},  {0x00fc, "UE"}, {0x00fd, "Y"},
     {0x00fe, "TH"}, {0x00ff, "Y"},  {0x0100, "A"},  {0x0101, "A"},
     {0x0102, "A"},  {0x0103, "A"},  {0x0104, "A"},  {0x0105, "A"},
     {0x0106, "C"},  {0x0107, "C"},  {0x0108, "C"},  {0x0109, "C"},
     {0x010a, "C"},  {0x010b, "C"},  {0x010c, "C"},  {0x010d, "C"},
     {0x010e, "D"},  {0x010f, "D"},  {0x0110, "D"},  {0x0111, "D"},
     {0x0112, "E"},  {0x0113, "E"},  {0x0114, "E"},  {0x0115, "E"},
     {0x0116, "E"},  {0x0117, "E"},  {0x0118, "E"},  {0x0119, "E"},
     {0x011a, "E"},  {0x011b, "E"},  {0x011c, "G"},  {0x011d, "G"},
     {0x011e, "G"},  {0x011f, "G"},  {0x0120, "G"},  {0x0121, "G"},
     {0x0122, "G"},  {0x0123, "G"},  {0x0124, "H"},  {0x0125, "H"},
     {0x0126, "H"},  {0x0127, "H"},  {0x0128, "I"},  {0x0129, "I"},
     {0x012a, "I"},  {0x012b, "I"},  {0x012c, "I"},  {0x012d, "I"},
     {0x012e, "I"},  {0x012f, "I"},  {0x0130, "I"},  {0x0131, "I"},
     {0x0132, "IJ"}, {0x0133, "IJ"}, {0x0134, "J"},  {0x0135, "J"},
     {0x0136, "K"},  {0x0137, "K"},  {0x0139, "L"},  {0x013a, "L"},
     {0x013b, "L"},  {0x013c, "L"},  {0x013d, "L"},  {0x013e, "L"},
     {0x013f, "L"},  {0x0140, "L"},  {0x0141, "L"},  {0x0142, "L"},
     {0x0143, "N"},  {0x0144, "N"},  {0x0145, "N"},  {0x0146, "N"},
     {0x0147, "N"},  {0x0148, "N"},  {0x014a, "N"},  {0x014b, "N"},
     {0x014c, "O"},  {0x014d, "O"},  {0x014e, "O"},  {0x014f, "O"},
     {0x0150, "O"},  {0x0151, "O"},  {0x0152, "OE"}, {0x0153, "OE"},
     {0x0154, "R"},  {0x0155, "R"},  {0x0156, "R"},  {0x0157, "R"},
     {0x0158, "R"},  {0x0159, "R"},  {0x015a, "S"},  {0x015b, "S"},
     {0x015c, "S"},  {0x015d, "S"},  {0x015e, "S"},  {0x015f, "S"},
     {0x0160, "S"},  {0x0161, "S"},  {0x0162, "T"},  {0x0163, "T"},
     {0x0164, "T"},  {0x0165, "T"},  {0x0166, "T"},  {0x0167, "T"},
     {0x0168, "U"},  {0x0169, "U"},  {0x016a, "U"},  {0x016b, "U"},
     {0x016c, "U"},  {0x016d, "U"},  {0x016e, "U"},  {0x016f, "U"},
     {0x0170, "U"},  {0x0171, "U"},  {0x0172, "U"},  {0x0173, "U"},
     {0x0174, "W"},  {0x0175, "W"},  {0x0176, "Y"},  {0x0177, "Y"},
     {0x0178, "Y"},  {0x0179, "Z"},  {0x017a, "Z"},  {0x017b, "Z"},
     {0x017c, "Z"},  {0x017d, "Z"},  {0x017e, "Z"},  {0x0218, "S"},
     {0x0219, "S"},  {0x021a, "T"},  {0x021b, "T"},  {0x1e9e, "SS"}});

// Table C without what it does not encode, shadda and teh marbuta; 06a4 and
// 06a5 of appendix B.5.4.
constexpr auto kArabic = std::to_array<Row>(
    {{0x0621, "XE"},  {0x0622, "XAA"}, {0x0623, "XAE"}, {0x0624, "U"},
     {0x0625, "I"},   {0x0626, "XI"},  {0x0627, "A"},   {0x0628, "B"},
     {0x062a, "T"},   {0x062b, "XTH"}, {0x062c, "J"},   {0x062d, "XH"},
     {0x062e, "XKH"}, {0x062f, "D"},   {0x0630, "XDH"}, {0x0631, "R"},
     {0x0632, "Z"},   {0x0633, "S"},   {0x0634, "XSH"}, {0x0635, "XSS"},
     {0x0636, "XDZ"}, {0x0637, "XTT"}, {0x0638, "XZZ"}, {0x0639, "E"},
     {0x063a, "G"},   {0x0641, "F"},   {0x0642, "Q"},   {0x0643, "K"},
     {0x0644, "L"},   {0x0645, "M"},   {0x0646, "N"},   {0x0647, "H"},
     {0x0648, "W"},   {0x0649, "XAY"}, {0x064a, "Y"},   {0x0671, "XXA"},
     {0x0679, "XXT"}, {0x067c, "XRT"}, {0x067e, "P"},   {0x0681, "XKE"},
     {0x0685, "XXH"}, {0x0686, "XC"},  {0x0688, "XXD"}, {0x0689, "XDR"},
     {0x0691, "XXR"}, {0x0693, "XRR"}, {0x0696, "XRX"}, {0x0698, "XJ"},
     {0x069a, "XXS"}, {0x06a4, "V"},   {0x06a5, "XF"},  {0x06a9, "XKK"},
     {0x06ab, "XXK"}, {0x06ad, "XNG"}, {0x06af, "XGG"}, {0x06ba, "XNN"},
     {0x06bc, "XXN"}, {0x06be, "XDO"}, {0x06c0, "XYH"}, {0x06c1, "XXG"},
     {0x06c2, "XGE"}, {0x06c3, "XTG"}, {0x06cc, "XYA"}, {0x06cd, "XXY"},
     {0x06d0, "Y"},   {0x06d2, "XYB"}, {0x06d3, "XBE"}});

static_assert(std::is_sorted(kLatin.begin(), kLatin.end(), Before));
static_assert(std::is_sorted(kArabic.begin(), kArabic.end(), Before));

constexpr std::string_view kCapitals = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

template <typename Table>
std::optional<std::string_view> Find(const Table& table, char32_t letter) {
  const auto row =
      std::lower_bound(table.begin(), table.end(), Row{letter, {}}, Before);
  if (row == table.end() || row->letter != letter) return std::nullopt;
  return row->text;
}

}  // namespace

std::optional<std::string_view> LatinLetter(char32_t letter) {
  if (letter >= U'A' && letter <= U'Z') {
    return kCapitals.substr(letter - U'A', 1);
  }
  if (letter >= U'a' && letter <= U'z') {
    return kCapitals.substr(letter - U'a', 1);
  }
  return Find(kLatin, letter);
}

std::optional<std::string_view> ArabicLetter(char32_t letter) {
  return Find(kArabic, letter);
}

}  // namespace sijill::icao
