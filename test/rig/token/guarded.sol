// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {TestDollar} from "token.sol";

/// The rig's token with what an issuer can do to it: a pause and a blacklist, as USDC has them. Anyone may use
/// both. It adds storage behind that of the token, so that it can take the token's place with its balances.
contract GuardedDollar is TestDollar {
  bool public paused;
  mapping(address => bool) public isBlacklisted;

  function setPaused(bool value) external {
    paused = value;
  }

  function setBlacklisted(address who, bool value) external {
    isBlacklisted[who] = value;
  }

  function move(address from, address to, uint256 value) internal override {
    require(!paused, "Pausable: paused");
    require(!isBlacklisted[from] && !isBlacklisted[to], "Blacklistable: account is blacklisted");
    super.move(from, to, value);
  }
}
