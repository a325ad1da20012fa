// SPDX-License-Identifier: Apache-2.0
// Numbers for the operator, in Prometheus' data model. A label's values are
// listed when its metric is declared: a case, a person or an address cannot
// become one, and the number of series is known.
#pragma once

#include <initializer_list>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "common/base/mutex.h"
#include "common/observe/literal.h"

namespace prometheus {
class Counter;
class Gauge;
class Histogram;
class Registry;
template <typename T>
class Family;
}  // namespace prometheus

namespace sijill::observe {

// A label and the values it may take; any other is counted as "other".
struct Label {
  Literal name;
  std::set<std::string, std::less<>> values;
};

// The series of one metric. `T` is a counter, gauge or histogram of
// prometheus-cpp. Safe from every thread; lives as long as its Metrics.
template <typename T>
class Series {
 public:
  Series(prometheus::Family<T>& family, std::vector<Label> labels,
         std::vector<double> buckets);

  // The series with these label values, in the order of the labels. Missing
  // ones are "other".
  T& At(std::initializer_list<std::string_view> values);

 private:
  prometheus::Family<T>& family_;
  const std::vector<Label> labels_;
  const std::vector<double> buckets_;  // of histograms only
  base::Mutex mu_;                     // one series for one set of values
  std::map<std::vector<std::string>, T*> series_ ABSL_GUARDED_BY(mu_);
};

// A number that only grows.
class CounterMetric {
 public:
  explicit CounterMetric(std::unique_ptr<Series<prometheus::Counter>> series);
  ~CounterMetric();
  void Increment(std::initializer_list<std::string_view> label_values = {},
                 double by = 1);

 private:
  std::unique_ptr<Series<prometheus::Counter>> series_;
};

// A number that is what it was last set to.
class GaugeMetric {
 public:
  explicit GaugeMetric(std::unique_ptr<Series<prometheus::Gauge>> series);
  ~GaugeMetric();
  void Set(double value,
           std::initializer_list<std::string_view> label_values = {});

 private:
  std::unique_ptr<Series<prometheus::Gauge>> series_;
};

// How often values fell between bounds.
class HistogramMetric {
 public:
  explicit HistogramMetric(
      std::unique_ptr<Series<prometheus::Histogram>> series);
  ~HistogramMetric();
  void Observe(double value,
               std::initializer_list<std::string_view> label_values = {});

 private:
  std::unique_ptr<Series<prometheus::Histogram>> series_;
};

// The metrics of a process. What it declares lives as long as it does. Declare
// a name once. Safe from every thread.
class Metrics {
 public:
  Metrics();
  ~Metrics();

  // Names end in their unit: "_total" for counters, "_seconds", "_bytes".
  CounterMetric& Counter(Literal name, std::string help,
                         std::vector<Label> labels = {});
  GaugeMetric& Gauge(Literal name, std::string help,
                     std::vector<Label> labels = {});
  // `buckets` are upper bounds, rising.
  HistogramMetric& Histogram(Literal name, std::string help,
                             std::vector<double> buckets,
                             std::vector<Label> labels = {});

  // The Prometheus text format, version 0.0.4.
  std::string Exposition() const;

 private:
  const std::unique_ptr<prometheus::Registry> registry_;
  base::Mutex mu_;  // declarations
  std::vector<std::unique_ptr<CounterMetric>> counters_ ABSL_GUARDED_BY(mu_);
  std::vector<std::unique_ptr<GaugeMetric>> gauges_ ABSL_GUARDED_BY(mu_);
  std::vector<std::unique_ptr<HistogramMetric>> histograms_
      ABSL_GUARDED_BY(mu_);
};

}  // namespace sijill::observe
