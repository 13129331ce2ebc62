import type { ValueOrigin } from './hide.ts'
import type { Shape } from './shapes.ts'

/** A group of fields whose values are public ids of these shapes. */
export type PublicFields = {
  readonly shapes: readonly Shape[]
  readonly origin: ValueOrigin
  readonly names: readonly string[]
}

const hashes = ['hash', 'base58-signature', 'base58-key', 'uuid', 'digest', 'call-data'] as const

/**
 * The names under which our documents, operators' records, the wire of x402, nodes and HTTP tools keep public
 * ids; in lower case, without separators, in the singular.
 */
export const publicFields: readonly PublicFields[] = [
  {
    // What a chain or our own digests made: nobody can choose these values.
    origin: 'service',
    shapes: ['hash', 'base58-signature', 'uuid'],
    names: [
      ...['tx', 'txhash', 'transaction', 'transactionhash', 'transactionid', 'txid', 'txsignature'],
      ...['settlementtx', 'settletx', 'claimedtx', 'refundtx', 'refundtxhash', 'refundtransaction'],
      ...[
        'settlementhash',
        'settlementtxhash',
        'transactionsignature',
        'txn',
        'txnhash',
        'logshash',
        'receipthash',
      ],
    ],
  },
  {
    origin: 'service',
    shapes: hashes,
    names: [
      ...['blockhash', 'blockhashnow', 'fromhash', 'tohash', 'parenthash', 'stateroot', 'receiptsroot'],
      ...['transactionsroot', 'withdrawalsroot', 'sha3uncles', 'mixhash', 'parentbeaconblockroot'],
      ...['logsbloom', 'requestshash', 'genesishash', 'codehash', 'storagehash', 'recentblockhash'],
      ...['accountproof', 'storageproof', 'receiptproof', 'header', 'previousblockhash', 'programid'],
    ],
  },
  {
    origin: 'service',
    shapes: ['digest', 'hash'],
    names: [
      'sha256',
      'sha1',
      'digest',
      'inputsdigest',
      'checksum',
      'commit',
      'commitsha',
      'gitsha',
      'revision',
    ],
  },
  {
    // Under these names a key could stand as well: whoever sees a hash here tries it.
    origin: 'payer',
    shapes: ['hash', 'base58-signature', 'base58-key', 'digest', 'decimal'],
    names: ['hash', 'blockid', 'topic', 'logtopic', 'slot', 'storagekey', 'etag', 'fingerprint'],
  },
  {
    origin: 'payer',
    shapes: ['address', 'base58-key', 'account-path'],
    names: [
      ...['payer', 'payto', 'payee', 'from', 'to', 'asset', 'recipient', 'address', 'mint'],
      ...['assetaddress', 'tokenaddress', 'payeraddress', 'receivingaddress', 'authorizer', 'buyer'],
      ...['buyeraddress', 'wallet', 'walletaddress', 'fromaddress', 'toaddress', 'sender', 'spender'],
      ...['facilitatoraddress', 'feepayer', 'contract', 'contractaddress', 'verifyingcontract', 'signer'],
      ...['forbiddenpayto', 'refundfrom', 'operator', 'owner', 'delegator', 'delegationmanager', 'miner'],
      ...['account', 'accountkey', 'pubkey', 'publickey', 'authority', 'source', 'destination', 'receiver'],
      ...['payerauthorizer', 'receiverauthorizer', 'coinbase', 'caip10', 'facilitator', 'evmpayto'],
    ],
  },
  {
    origin: 'payer',
    shapes: ['hash', 'decimal', 'request-id'],
    names: ['nonce', 'paymentnonce', 'authorizationnonce', 'salt', 'channelid', 'sequence'],
  },
  {
    origin: 'payer',
    shapes: ['uuid', 'ulid', 'trace', 'hash', 'decimal', 'request-id'],
    names: [
      ...['requestid', 'reqid', 'xrequestid', 'correlationid', 'xcorrelationid', 'traceid', 'spanid'],
      ...['traceparent', 'parentid', 'cfray', 'xamznrequestid', 'xamzntraceid', 'flyrequestid'],
      ...['xvercelid', 'xrequestid', 'xtraceid', 'xcloudtracecontext', 'paymentidentifier', 'eventid'],
      ...['paymentrecordid', 'recordid', 'settlementid', 'chargeid', 'paymentid', 'orderid', 'invoiceid'],
      ...['caseid', 'candidate', 'findingid', 'uuid', 'ulid', 'batchid', 'connectionid', 'instanceid'],
    ],
  },
  {
    origin: 'payer',
    shapes: ['uuid', 'ulid', 'trace', 'hash', 'decimal', 'run-id', 'hex-word'],
    names: ['id', 'runid', 'ref', 'bundleid', 'deploymentid', 'releaseid', 'machineid', 'digestid'],
  },
  {
    origin: 'payer',
    shapes: ['caip2', 'decimal'],
    names: ['network', 'chain', 'chainid', 'blockchain', 'paymentnetwork', 'caip2', 'networkid'],
  },
  {
    // Words of a log and of calls: 32 bytes of them may be anything.
    origin: 'payer',
    shapes: ['hash'],
    names: ['data', 'result', 'word', 'output', 'returned', 'slotvalue'],
  },
]

/** Fields that hold money or other quantities, in lower case, without separators, in the singular. */
export const amountFields: readonly string[] = [
  ...['value', 'amount', 'atomic', 'amountatomic', 'atomicamount', 'amountbaseunit', 'maxamountrequired'],
  ...['price', 'paymentamount', 'settledatomic', 'settledamount', 'settledamountatomic', 'requiredatomic'],
  ...['movedatomic', 'valueatomic', 'balance', 'before', 'after', 'inatomic', 'outatomic', 'unsettled'],
  ...['minimumatomic', 'totalclaimed', 'maxclaimableamount', 'chargedamount', 'chargedcumulativeamount'],
  ...['gasused', 'gasprice', 'effectivegasprice', 'cumulativegasused', 'lamport', 'fee', 'uiamountstring'],
  ...['block', 'blocknumber', 'logindex', 'transactionindex', 'height', 'decimal', 'count', 'gaslimit'],
  ...['maxfeepergas', 'maxpriorityfeepergas', 'basefeepergas', 'refundnonce', 'size', 'bodysize', 'status'],
]

/** Fields that hold a time, in lower case, without separators, in the singular. */
export const timeFields: readonly string[] = [
  ...['at', 'time', 'timestamp', 'ts', 'date', 'receivedat', 'respondedat', 'verifiedat', 'settledat'],
  ...['startedat', 'finishedat', 'createdat', 'updatedat', 'collectedat', 'judgedat', 'blocktime'],
  ...[
    'validafter',
    'validbefore',
    'deadline',
    'expiry',
    'expiresat',
    'expires',
    'issuedat',
    'expirationtime',
  ],
  ...['starteddatetime', 'notbefore', 'tlsvaliduntil', 'until', 'since', 'datetime', 'eventtime', 'msec'],
  ...['timelocal', 'timeiso8601', 'withdrawrequestedat', 'firstseen', 'lastseen', 'madefrom', 'resolvedat'],
]
