// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// Several calls in one transaction, in the two call shapes of Multicall3 that matter here. Placed at
/// Multicall3's address, it serves the facilitator's diagnosis and payments that share one transaction.
contract Router {
  struct Call {
    address target;
    bytes callData;
  }

  struct Call3 {
    address target;
    bool allowFailure;
    bytes callData;
  }

  struct Result {
    bool success;
    bytes returnData;
  }

  function tryAggregate(bool requireSuccess, Call[] calldata calls) external payable returns (Result[] memory results) {
    results = new Result[](calls.length);
    for (uint256 i = 0; i < calls.length; i++) {
      results[i] = run(calls[i].target, calls[i].callData, !requireSuccess);
    }
  }

  function aggregate3(Call3[] calldata calls) external payable returns (Result[] memory results) {
    results = new Result[](calls.length);
    for (uint256 i = 0; i < calls.length; i++) {
      results[i] = run(calls[i].target, calls[i].callData, calls[i].allowFailure);
    }
  }

  function run(address target, bytes calldata data, bool allowFailure) private returns (Result memory) {
    (bool success, bytes memory returned) = target.call(data);
    require(success || allowFailure, "Router: call failed");
    return Result(success, returned);
  }
}

/// The smallest contract wallet: any signature of its one owner counts (ERC-1271).
/// The owner stands in storage slot 0, so the code can be placed without a constructor.
contract Wallet {
  address public owner;

  function isValidSignature(bytes32 digest, bytes calldata signature) external view returns (bytes4) {
    // The first byte marks the wallet's own format, so that a 66-byte signature takes the bytes form.
    if (signature.length != 66) return 0xffffffff;
    bytes32 r = bytes32(signature[1:33]);
    bytes32 s = bytes32(signature[33:65]);
    return ecrecover(digest, uint8(signature[65]), r, s) == owner ? bytes4(0x1626ba7e) : bytes4(0xffffffff);
  }
}
