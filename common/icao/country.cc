// SPDX-License-Identifier: Apache-2.0
#include "common/icao/country.h"

#include <algorithm>
#include <array>

namespace sijill::icao {
namespace {

// ISO 3166-1 alpha-3 without DEU, in ascending order.
constexpr auto kIso = std::to_array<std::string_view>(
    {"ABW", "AFG", "AGO", "AIA", "ALA", "ALB", "AND", "ARE", "ARG", "ARM",
     "ASM", "ATA", "ATF", "ATG", "AUS", "AUT", "AZE", "BDI", "BEL", "BEN",
     "BES", "BFA", "BGD", "BGR", "BHR", "BHS", "BIH", "BLM", "BLR", "BLZ",
     "BMU", "BOL", "BRA", "BRB", "BRN", "BTN", "BVT", "BWA", "CAF", "CAN",
     "CCK", "CHE", "CHL", "CHN", "CIV", "CMR", "COD", "COG", "COK", "COL",
     "COM", "CPV", "CRI", "CUB", "CUW", "CXR", "CYM", "CYP", "CZE", "DJI",
     "DMA", "DNK", "DOM", "DZA", "ECU", "EGY", "ERI", "ESH", "ESP", "EST",
     "ETH", "FIN", "FJI", "FLK", "FRA", "FRO", "FSM", "GAB", "GBR", "GEO",
     "GGY", "GHA", "GIB", "GIN", "GLP", "GMB", "GNB", "GNQ", "GRC", "GRD",
     "GRL", "GTM", "GUF", "GUM", "GUY", "HKG", "HMD", "HND", "HRV", "HTI",
     "HUN", "IDN", "IMN", "IND", "IOT", "IRL", "IRN", "IRQ", "ISL", "ISR",
     "ITA", "JAM", "JEY", "JOR", "JPN", "KAZ", "KEN", "KGZ", "KHM", "KIR",
     "KNA", "KOR", "KWT", "LAO", "LBN", "LBR", "LBY", "LCA", "LIE", "LKA",
     "LSO", "LTU", "LUX", "LVA", "MAC", "MAF", "MAR", "MCO", "MDA", "MDG",
     "MDV", "MEX", "MHL", "MKD", "MLI", "MLT", "MMR", "MNE", "MNG", "MNP",
     "MOZ", "MRT", "MSR", "MTQ", "MUS", "MWI", "MYS", "MYT", "NAM", "NCL",
     "NER", "NFK", "NGA", "NIC", "NIU", "NLD", "NOR", "NPL", "NRU", "NZL",
     "OMN", "PAK", "PAN", "PCN", "PER", "PHL", "PLW", "PNG", "POL", "PRI",
     "PRK", "PRT", "PRY", "PSE", "PYF", "QAT", "REU", "ROU", "RUS", "RWA",
     "SAU", "SDN", "SEN", "SGP", "SGS", "SHN", "SJM", "SLB", "SLE", "SLV",
     "SMR", "SOM", "SPM", "SRB", "SSD", "STP", "SUR", "SVK", "SVN", "SWE",
     "SWZ", "SXM", "SYC", "SYR", "TCA", "TCD", "TGO", "THA", "TJK", "TKL",
     "TKM", "TLS", "TON", "TTO", "TUN", "TUR", "TUV", "TWN", "TZA", "UGA",
     "UKR", "UMI", "URY", "USA", "UZB", "VAT", "VCT", "VEN", "VGB", "VIR",
     "VNM", "VUT", "WLF", "WSM", "YEM", "ZAF", "ZMB", "ZWE"});

// Section 5 parts A (exceptions), B, C, D, F (deprecated by ISO, still read)
// and G (specimens), in ascending order. IAO of part H signs master lists only
// and stands on no document.
constexpr auto kIcao = std::to_array<std::string_view>(
    {"ANT", "D",   "EUE", "GBD", "GBN", "GBO", "GBP", "GBS", "NTZ",
     "RKS", "UNA", "UNK", "UNO", "UTO", "XBA", "XCC", "XCE", "XCO",
     "XDC", "XEC", "XES", "XIM", "XMP", "XOM", "XPO"});

// Part E: persons without a defined nationality.
constexpr auto kPersons =
    std::to_array<std::string_view>({"XXA", "XXB", "XXC", "XXX"});

static_assert(std::is_sorted(kIso.begin(), kIso.end()));
static_assert(std::is_sorted(kIcao.begin(), kIcao.end()));
static_assert(std::is_sorted(kPersons.begin(), kPersons.end()));

template <typename Codes>
bool Has(const Codes& codes, std::string_view code) {
  return std::binary_search(codes.begin(), codes.end(), code);
}

}  // namespace

bool IsIssuerCode(std::string_view code) {
  return Has(kIso, code) || Has(kIcao, code);
}

bool IsNationalityCode(std::string_view code) {
  return IsIssuerCode(code) || Has(kPersons, code);
}

}  // namespace sijill::icao
