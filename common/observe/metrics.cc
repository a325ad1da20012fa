// SPDX-License-Identifier: Apache-2.0
#include "common/observe/metrics.h"

#include <prometheus/counter.h>
#include <prometheus/family.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <sstream>
#include <type_traits>
#include <utility>

namespace sijill::observe {

template <typename T>
Series<T>::Series(prometheus::Family<T>& family, std::vector<Label> labels,
                  std::vector<double> buckets)
    : family_(family),
      labels_(std::move(labels)),
      buckets_(std::move(buckets)) {}

template <typename T>
T& Series<T>::At(std::initializer_list<std::string_view> values) {
  std::vector<std::string> allowed;
  auto value = values.begin();
  for (const Label& label : labels_) {
    const bool known = value != values.end() && label.values.contains(*value);
    allowed.emplace_back(known ? *value : "other");
    if (value != values.end()) ++value;
  }
  base::MutexLock lock(mu_);
  T*& series = series_[allowed];
  if (series != nullptr) return *series;
  prometheus::Labels named;
  for (size_t i = 0; i < labels_.size(); ++i) {
    named[std::string(labels_[i].name.view())] = allowed[i];
  }
  if constexpr (std::is_same_v<T, prometheus::Histogram>) {
    series = &family_.Add(named, buckets_);
  } else {
    series = &family_.Add(named);
  }
  return *series;
}

CounterMetric::CounterMetric(
    std::unique_ptr<Series<prometheus::Counter>> series)
    : series_(std::move(series)) {}
CounterMetric::~CounterMetric() = default;

void CounterMetric::Increment(
    std::initializer_list<std::string_view> label_values, double by) {
  series_->At(label_values).Increment(by);
}

GaugeMetric::GaugeMetric(std::unique_ptr<Series<prometheus::Gauge>> series)
    : series_(std::move(series)) {}
GaugeMetric::~GaugeMetric() = default;

void GaugeMetric::Set(double value,
                      std::initializer_list<std::string_view> label_values) {
  series_->At(label_values).Set(value);
}

HistogramMetric::HistogramMetric(
    std::unique_ptr<Series<prometheus::Histogram>> series)
    : series_(std::move(series)) {}
HistogramMetric::~HistogramMetric() = default;

void HistogramMetric::Observe(
    double value, std::initializer_list<std::string_view> label_values) {
  series_->At(label_values).Observe(value);
}

Metrics::Metrics() : registry_(std::make_unique<prometheus::Registry>()) {}
Metrics::~Metrics() = default;

CounterMetric& Metrics::Counter(Literal name, std::string help,
                                std::vector<Label> labels) {
  auto& family = prometheus::BuildCounter()
                     .Name(std::string(name.view()))
                     .Help(help)
                     .Register(*registry_);
  base::MutexLock lock(mu_);
  return *counters_.emplace_back(std::make_unique<CounterMetric>(
      std::make_unique<Series<prometheus::Counter>>(family, std::move(labels),
                                                    std::vector<double>())));
}

GaugeMetric& Metrics::Gauge(Literal name, std::string help,
                            std::vector<Label> labels) {
  auto& family = prometheus::BuildGauge()
                     .Name(std::string(name.view()))
                     .Help(help)
                     .Register(*registry_);
  base::MutexLock lock(mu_);
  return *gauges_.emplace_back(
      std::make_unique<GaugeMetric>(std::make_unique<Series<prometheus::Gauge>>(
          family, std::move(labels), std::vector<double>())));
}

HistogramMetric& Metrics::Histogram(Literal name, std::string help,
                                    std::vector<double> buckets,
                                    std::vector<Label> labels) {
  auto& family = prometheus::BuildHistogram()
                     .Name(std::string(name.view()))
                     .Help(help)
                     .Register(*registry_);
  base::MutexLock lock(mu_);
  return *histograms_.emplace_back(std::make_unique<HistogramMetric>(
      std::make_unique<Series<prometheus::Histogram>>(family, std::move(labels),
                                                      std::move(buckets))));
}

std::string Metrics::Exposition() const {
  std::ostringstream out;
  prometheus::TextSerializer().Serialize(out, registry_->Collect());
  return std::move(out).str();
}

}  // namespace sijill::observe
