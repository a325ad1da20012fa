// SPDX-License-Identifier: Apache-2.0
#include "common/testing/rfc6979_signer.h"

#include <openssl/obj_mac.h>

#include <cstdlib>

#include "common/base/hmac.h"
#include "common/base/sha256.h"

namespace sijill::testing {
namespace {

using Octets = base::FixedBytes<32>;
using Group = std::unique_ptr<EC_GROUP, crypto::Freed<EC_GROUP_free>>;
using Point = std::unique_ptr<EC_POINT, crypto::Freed<EC_POINT_free>>;
using crypto::BigNumber;
using crypto::BigNumberContext;

// A test whose arithmetic fails has nothing to say.
void Require(bool ok) {
  if (!ok) std::abort();
}

// P-256 and the numbers in use; one for each signature.
class Curve {
 public:
  Curve()
      : group_(EC_GROUP_new_by_curve_name(NID_X9_62_prime256v1)),
        context_(BN_CTX_new()) {
    Require(group_ && context_);
  }

  const BIGNUM* order() const { return EC_GROUP_get0_order(group_.get()); }
  BN_CTX* context() const { return context_.get(); }

  static BigNumber Number(const Octets& octets) {
    BigNumber number(BN_bin2bn(octets.data(), Octets::kSize, nullptr));
    Require(number != nullptr);
    return number;
  }
  static Octets OctetsOf(const BIGNUM* number) {
    Octets octets;
    Require(BN_bn2binpad(number, octets.data(), Octets::kSize) ==
            Octets::kSize);
    return octets;
  }
  bool IsScalar(const BIGNUM* number) const {
    return !BN_is_zero(number) && BN_cmp(number, order()) < 0;
  }
  // The number that a digest stands for: as many bits as the order has.
  BigNumber Reduced(const Octets& digest) const {
    BigNumber number = Number(digest);
    Require(BN_nnmod(number.get(), number.get(), order(), context()) == 1);
    return number;
  }
  // The coordinates of scalar * G.
  std::pair<BigNumber, BigNumber> Multiple(const BIGNUM* scalar) const {
    const Point point(EC_POINT_new(group_.get()));
    BigNumber x(BN_new());
    BigNumber y(BN_new());
    Require(point && x && y &&
            EC_POINT_mul(group_.get(), point.get(), scalar, nullptr, nullptr,
                         context()) == 1 &&
            EC_POINT_get_affine_coordinates(group_.get(), point.get(), x.get(),
                                            y.get(), context()) == 1);
    return {std::move(x), std::move(y)};
  }

 private:
  Group group_;
  BigNumberContext context_;
};

// RFC 6979 section 3.2: candidates for the nonce, one after the other.
class Nonces {
 public:
  Nonces(const Octets& scalar, const Octets& reduced_digest) {
    value_.fill(0x01);
    key_.fill(0x00);
    for (const char step : {'\x00', '\x01'}) {
      Mix({&step, 1}, scalar.view(), reduced_digest.view());
    }
  }

  Octets Next() {
    value_ = Code({});
    const Octets candidate(value_);
    Mix({"\x00", 1}, "", "");
    return candidate;
  }

 private:
  using Bytes = std::array<uint8_t, 32>;

  static std::string_view View(const Bytes& bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
  }
  Bytes Code(std::string_view more) const {
    const base::Hash code = base::HmacSha256(View(key_), {View(value_), more});
    Bytes bytes;
    std::copy_n(code.data(), bytes.size(), bytes.begin());
    return bytes;
  }
  void Mix(std::string_view step, std::string_view scalar,
           std::string_view digest) {
    std::string more(step);
    more.append(scalar).append(digest);
    key_ = Code(more);
    value_ = Code({});
  }

  Bytes key_;
  Bytes value_;
};

Octets FixedScalar(std::string_view scalar) {
  const auto octets = Octets::From(scalar);
  Require(octets.has_value());
  return *octets;
}

crypto::PublicKey PublicKeyOf(const Octets& scalar) {
  const Curve curve;
  const BigNumber number = Curve::Number(scalar);
  Require(curve.IsScalar(number.get()));
  const auto [x, y] = curve.Multiple(number.get());
  auto key = crypto::PublicKey::FromPoint(Curve::OctetsOf(x.get()),
                                          Curve::OctetsOf(y.get()));
  Require(key.ok());
  return *key;
}

// s = (digest + r * scalar) / nonce, or q - s if that is lower.
BigNumber LowS(const Curve& curve, const BIGNUM* nonce, const BIGNUM* r,
               const BIGNUM* scalar, const BIGNUM* digest) {
  BigNumber s(BN_new());
  const BigNumber inverse(
      BN_mod_inverse(nullptr, nonce, curve.order(), curve.context()));
  const BigNumber other(BN_new());
  Require(s && inverse && other &&
          BN_mod_mul(s.get(), r, scalar, curve.order(), curve.context()) == 1 &&
          BN_mod_add(s.get(), s.get(), digest, curve.order(),
                     curve.context()) == 1 &&
          BN_mod_mul(s.get(), s.get(), inverse.get(), curve.order(),
                     curve.context()) == 1 &&
          BN_sub(other.get(), curve.order(), s.get()) == 1);
  if (BN_cmp(other.get(), s.get()) < 0) Require(BN_copy(s.get(), other.get()));
  return s;
}

}  // namespace

Rfc6979Signer::Rfc6979Signer(std::string_view scalar)
    : scalar_(FixedScalar(scalar)), public_key_(PublicKeyOf(scalar_)) {}

absl::StatusOr<crypto::Signature> Rfc6979Signer::Sign(
    std::string_view message) const {
  const Curve curve;
  const BigNumber scalar = Curve::Number(scalar_);
  const BigNumber digest = curve.Reduced(base::Sha256({message}));
  Nonces nonces(scalar_, Curve::OctetsOf(digest.get()));
  while (true) {
    const BigNumber nonce = Curve::Number(nonces.Next());
    if (!curve.IsScalar(nonce.get())) continue;
    const BigNumber r =
        curve.Reduced(Curve::OctetsOf(curve.Multiple(nonce.get()).first.get()));
    if (BN_is_zero(r.get())) continue;
    const BigNumber s =
        LowS(curve, nonce.get(), r.get(), scalar.get(), digest.get());
    if (BN_is_zero(s.get())) continue;
    const std::string bytes =
        Curve::OctetsOf(r.get()).str() + Curve::OctetsOf(s.get()).str();
    return *crypto::Signature::From(bytes);
  }
}

}  // namespace sijill::testing
