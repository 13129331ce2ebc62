// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

interface IContractWallet {
  function isValidSignature(bytes32 digest, bytes calldata signature) external view returns (bytes4);
}

/// A stand-in for Base's USDC on a test chain: EIP-3009 with the events and revert texts an operator meets.
/// It has no constructor and no initial storage, so its run-time code can be placed at any address; anyone
/// may mint, which is why it must never leave a test chain.
contract TestDollar {
  string public constant name = "USD Coin";
  string public constant version = "2";
  string public constant symbol = "USDC";
  uint8 public constant decimals = 6;

  bytes32 public constant TRANSFER_WITH_AUTHORIZATION_TYPEHASH =
    keccak256("TransferWithAuthorization(address from,address to,uint256 value,uint256 validAfter,uint256 validBefore,bytes32 nonce)");
  bytes32 public constant RECEIVE_WITH_AUTHORIZATION_TYPEHASH =
    keccak256("ReceiveWithAuthorization(address from,address to,uint256 value,uint256 validAfter,uint256 validBefore,bytes32 nonce)");
  bytes32 public constant CANCEL_AUTHORIZATION_TYPEHASH =
    keccak256("CancelAuthorization(address authorizer,bytes32 nonce)");

  mapping(address => uint256) public balanceOf;
  mapping(address => mapping(bytes32 => bool)) public authorizationState;
  uint256 public totalSupply;

  event Transfer(address indexed from, address indexed to, uint256 value);
  event AuthorizationUsed(address indexed authorizer, bytes32 indexed nonce);
  event AuthorizationCanceled(address indexed authorizer, bytes32 indexed nonce);

  struct Authorization {
    address from;
    address to;
    uint256 value;
    uint256 validAfter;
    uint256 validBefore;
    bytes32 nonce;
  }

  function DOMAIN_SEPARATOR() public view returns (bytes32) {
    return keccak256(abi.encode(
      keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
      keccak256(bytes(name)), keccak256(bytes(version)), block.chainid, address(this)
    ));
  }

  function mint(address to, uint256 value) external {
    totalSupply += value;
    balanceOf[to] += value;
    emit Transfer(address(0), to, value);
  }

  function transfer(address to, uint256 value) external returns (bool) {
    move(msg.sender, to, value);
    return true;
  }

  function transferWithAuthorization(
    address from, address to, uint256 value, uint256 validAfter, uint256 validBefore, bytes32 nonce,
    uint8 v, bytes32 r, bytes32 s
  ) external {
    execute(TRANSFER_WITH_AUTHORIZATION_TYPEHASH,
      Authorization(from, to, value, validAfter, validBefore, nonce), abi.encodePacked(r, s, v));
  }

  function transferWithAuthorization(
    address from, address to, uint256 value, uint256 validAfter, uint256 validBefore, bytes32 nonce,
    bytes memory signature
  ) external {
    execute(TRANSFER_WITH_AUTHORIZATION_TYPEHASH,
      Authorization(from, to, value, validAfter, validBefore, nonce), signature);
  }

  function receiveWithAuthorization(
    address from, address to, uint256 value, uint256 validAfter, uint256 validBefore, bytes32 nonce,
    uint8 v, bytes32 r, bytes32 s
  ) external {
    require(to == msg.sender, "FiatTokenV2: caller must be the payee");
    execute(RECEIVE_WITH_AUTHORIZATION_TYPEHASH,
      Authorization(from, to, value, validAfter, validBefore, nonce), abi.encodePacked(r, s, v));
  }

  function receiveWithAuthorization(
    address from, address to, uint256 value, uint256 validAfter, uint256 validBefore, bytes32 nonce,
    bytes memory signature
  ) external {
    require(to == msg.sender, "FiatTokenV2: caller must be the payee");
    execute(RECEIVE_WITH_AUTHORIZATION_TYPEHASH,
      Authorization(from, to, value, validAfter, validBefore, nonce), signature);
  }

  function cancelAuthorization(address authorizer, bytes32 nonce, uint8 v, bytes32 r, bytes32 s) external {
    cancel(authorizer, nonce, abi.encodePacked(r, s, v));
  }

  function cancelAuthorization(address authorizer, bytes32 nonce, bytes memory signature) external {
    cancel(authorizer, nonce, signature);
  }

  function execute(bytes32 typeHash, Authorization memory a, bytes memory signature) private {
    require(block.timestamp > a.validAfter, "FiatTokenV2: authorization is not yet valid");
    require(block.timestamp < a.validBefore, "FiatTokenV2: authorization is expired");
    requireUnused(a.from, a.nonce);
    bytes32 hash =
      keccak256(abi.encode(typeHash, a.from, a.to, a.value, a.validAfter, a.validBefore, a.nonce));
    requireSignature(a.from, hash, signature);
    authorizationState[a.from][a.nonce] = true;
    emit AuthorizationUsed(a.from, a.nonce);
    move(a.from, a.to, a.value);
  }

  function cancel(address authorizer, bytes32 nonce, bytes memory signature) private {
    requireUnused(authorizer, nonce);
    requireSignature(authorizer, keccak256(abi.encode(CANCEL_AUTHORIZATION_TYPEHASH, authorizer, nonce)), signature);
    authorizationState[authorizer][nonce] = true;
    emit AuthorizationCanceled(authorizer, nonce);
  }

  function requireUnused(address authorizer, bytes32 nonce) private view {
    require(!authorizationState[authorizer][nonce], "FiatTokenV2: authorization is used or canceled");
  }

  function requireSignature(address signer, bytes32 structHash, bytes memory signature) private view {
    bytes32 digest = keccak256(abi.encodePacked("\x19\x01", DOMAIN_SEPARATOR(), structHash));
    if (signer.code.length > 0) {
      bytes4 answer = IContractWallet(signer).isValidSignature(digest, signature);
      require(answer == IContractWallet.isValidSignature.selector, "FiatTokenV2: invalid signature");
      return;
    }
    require(signature.length == 65, "FiatTokenV2: invalid signature");
    bytes32 r;
    bytes32 s;
    uint8 v;
    assembly {
      r := mload(add(signature, 32))
      s := mload(add(signature, 64))
      v := byte(0, mload(add(signature, 96)))
    }
    require(signer != address(0) && ecrecover(digest, v, r, s) == signer, "FiatTokenV2: invalid signature");
  }

  function move(address from, address to, uint256 value) internal virtual {
    require(to != address(0), "ERC20: transfer to the zero address");
    require(balanceOf[from] >= value, "ERC20: transfer amount exceeds balance");
    balanceOf[from] -= value;
    balanceOf[to] += value;
    emit Transfer(from, to, value);
  }
}
