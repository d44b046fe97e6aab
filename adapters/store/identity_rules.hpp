#pragma once
/// What may be stored about a person, and what a key looks like.

#include "engine/ports/identity.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace full_circle::store {

/// What is wrong with it, every problem at once, or nothing.
std::optional<Refusal> problems_of(const Person& person);
std::optional<Refusal> problems_of(const RoleGrant& grant);
std::optional<Refusal> problems_of_label(std::string_view label);

/// A fresh "fc_<id>_<43 characters>" with its id.
struct FreshSecret {
  std::string id;
  std::string secret;
};
FreshSecret fresh_secret();
/// The id inside a secret of the right shape; nothing when it has another shape.
std::optional<std::string> id_inside(std::string_view secret);
std::string hash_of_secret(std::string_view secret);

}  // namespace full_circle::store
