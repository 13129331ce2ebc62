import { type Case, ok, polygon, polygonTerms, term, terms, unit2, unpaid } from './case-kit.ts'
import {
  expecting,
  ours,
  pays,
  price,
  requirement,
  route,
  seeing,
  stranger,
  v1,
  v2,
  v2Answer,
} from './fixtures.ts'

const far = '2027-01-01T00:00:00Z'
const past = '2026-01-01T00:00:00Z'
export const comparison: readonly Case[] = [
  {
    name: 'another network',
    seen: term({ network: 'eip155:84532' }),
    found: [ok, 'WRONG_NETWORK FAIL', 'EXPECTATION_ABSENT INFO'],
  },
  {
    name: 'another network beside the right one',
    seen: terms(requirement, polygonTerms),
    found: [ok, 'WRONG_NETWORK WARN'],
  },
  {
    name: 'a test network beside the right one',
    seen: terms(requirement, {
      ...requirement,
      network: 'eip155:84532',
      asset: '0x036CbD53842c5426634e7929541eC2318f3dCF7e',
      extra: { name: 'USDC', version: '2' },
    }),
    found: [ok, 'WRONG_NETWORK FAIL'],
  },
  {
    name: 'another asset',
    seen: term({ asset: stranger }),
    found: [ok, 'WRONG_ASSET FAIL', 'EXPECTATION_ABSENT INFO'],
  },
  {
    name: 'another asset beside the right one',
    seen: terms(requirement, { ...requirement, asset: stranger }),
    found: [ok, 'WRONG_ASSET WARN', 'EXPECTATION_ABSENT INFO'],
  },
  { name: 'a stranger is paid', seen: term({ payTo: stranger }), found: [ok, 'WRONG_PAYTO FAIL'] },
  {
    name: 'one letter differs',
    seen: term({ payTo: `${ours.slice(0, -1)}7` }),
    found: [ok, 'WRONG_PAYTO FAIL'],
  },
  {
    name: 'the zero address, nothing configured',
    seen: term({ payTo: `0x${'0'.repeat(40)}` }),
    expected: expecting({ pays: [{ ...pays, payTo: [] }] }),
    found: [ok, 'WRONG_PAYTO FAIL', 'EXPECTATION_ABSENT INFO'],
  },
  {
    name: 'forbidden',
    seen: seeing(),
    expected: expecting({ pays: [{ ...pays, forbiddenPayTo: [ours] }] }),
    found: [ok, 'WRONG_PAYTO FAIL'],
  },
  {
    name: 'retired',
    seen: seeing(),
    expected: expecting({ pays: [{ ...pays, payTo: [{ address: ours, from: null, until: past }] }] }),
    found: [ok, 'WRONG_PAYTO FAIL'],
  },
  {
    name: 'not yet',
    seen: seeing(),
    expected: expecting({ pays: [{ ...pays, payTo: [{ address: ours, from: far, until: null }] }] }),
    found: [ok, 'WRONG_PAYTO FAIL'],
  },
  {
    name: 'rotated',
    seen: seeing(),
    expected: expecting({
      pays: [
        {
          ...pays,
          payTo: [
            { address: stranger, from: null, until: past },
            { address: ours, from: past, until: far },
          ],
        },
      ],
    }),
    found: [ok],
  },
  {
    name: 'a stranger on another network',
    seen: terms(requirement, { ...polygonTerms, payTo: stranger }),
    found: [ok, 'WRONG_NETWORK WARN', 'EXTRA_PAYTO FAIL'],
  },
  {
    name: 'a stranger in an extension',
    seen: unpaid(v2Answer({ ...v2(requirement), extensions: { bridge: { info: { payTo: stranger } } } })),
    found: [ok, 'EXTRA_PAYTO FAIL'],
  },
  {
    name: 'routes differ, nothing configured',
    seen: terms(requirement, { ...requirement, payTo: stranger }),
    expected: expecting({ pays: [{ ...pays, payTo: [] }] }),
    found: [ok, 'PAYTO_NOT_UNIFORM WARN', 'EXPECTATION_ABSENT INFO'],
  },
  { name: 'another price', seen: term({ amount: '9999' }), found: [ok, 'WRONG_AMOUNT FAIL'] },
  {
    name: 'the same price in the same symbol elsewhere',
    seen: terms(requirement, polygonTerms),
    expected: expecting({ pays: [pays, polygon] }),
    found: [ok],
  },
  {
    name: 'another price in the same symbol elsewhere',
    seen: terms(requirement, { ...polygonTerms, amount: '1' }),
    expected: expecting({ pays: [pays, polygon], minimumAtomic: null }),
    found: [ok, 'WRONG_AMOUNT FAIL', 'EXPECTATION_ABSENT INFO'],
  },
  {
    name: 'below the minimum',
    seen: term({ amount: '999' }),
    expected: expecting({ routes: [{ ...route, price: { ...price, atomic: 999n } }] }),
    found: [ok, 'BELOW_FACILITATOR_MINIMUM FAIL'],
  },
  {
    name: 'exactly the minimum',
    seen: term({ amount: '1000' }),
    expected: expecting({ routes: [{ ...route, price: { ...price, atomic: 1000n } }] }),
    found: [ok],
  },
  {
    name: 'https advertised',
    seen: unpaid(v2Answer({ ...v2(requirement), resource: { url: 'https://127.0.0.1:8402/v1/quote' } })),
    found: [ok, 'WRONG_RESOURCE WARN'],
  },
  {
    name: 'another host',
    seen: unpaid(v2Answer({ ...v2(requirement), resource: { url: 'http://10.0.0.1:8402/v1/quote' } })),
    found: [ok, 'WRONG_RESOURCE FAIL'],
  },
  {
    name: 'another path',
    seen: unpaid(v2Answer({ ...v2(requirement), resource: { url: 'http://127.0.0.1:8402/quote' } })),
    found: [ok, 'WRONG_RESOURCE FAIL'],
  },
  {
    name: 'another port',
    seen: unpaid(v2Answer({ ...v2(requirement), resource: { url: 'http://127.0.0.1/v1/quote' } })),
    found: [ok, 'WRONG_RESOURCE FAIL'],
  },
  {
    name: 'a slash',
    seen: unpaid(v2Answer({ ...v2(requirement), resource: { url: 'http://127.0.0.1:8402/v1/quote/' } })),
    found: [ok, 'WRONG_RESOURCE WARN'],
  },
  {
    name: 'a query',
    seen: unpaid(
      v2Answer({ ...v2(requirement), resource: { url: 'http://127.0.0.1:8402/v1/quote?key=CANARY' } }),
    ),
    found: [ok],
  },
  {
    name: 'a bare path',
    seen: unpaid(v2Answer({ ...v2(requirement), resource: { path: '/v1/quote' } })),
    found: [ok, 'NOT_CONFORMING INFO', 'WRONG_RESOURCE FAIL'],
  },
  {
    name: 'USDC is not USD Coin',
    seen: term({ extra: { name: 'USDC', version: '2' } }),
    found: [ok, 'WRONG_EIP712_NAME FAIL'],
  },
  {
    name: 'no domain at all',
    seen: term({ extra: {} }),
    found: [ok, 'WRONG_EIP712_NAME FAIL', 'WRONG_EIP712_NAME FAIL'],
  },
  { name: 'Permit2 needs no domain', seen: term({ extra: { assetTransferMethod: 'permit2' } }), found: [ok] },
  { name: 'five seconds', seen: term({ maxTimeoutSeconds: 5 }), found: [ok, 'TIMEOUT_TOO_SHORT WARN'] },
  { name: 'no timeout', seen: term({ maxTimeoutSeconds: '60' }), found: [ok, 'NOT_CONFORMING INFO'] },
  { name: 'upto only', seen: term({ scheme: 'upto' }), found: [ok, 'NO_EXACT_SCHEME WARN'] },
  {
    name: 'header and body agree',
    seen: unpaid(v2Answer(v2(requirement), {}, JSON.stringify(v1()))),
    found: [ok],
  },
  {
    name: 'header and body disagree',
    seen: unpaid(v2Answer(v2(requirement), {}, JSON.stringify(v1({ maxAmountRequired: '20000' })))),
    found: [ok, 'WRONG_AMOUNT FAIL', 'HEADER_BODY_DISAGREE FAIL'],
  },
  {
    name: 'header and body share nothing',
    seen: unpaid(
      v2Answer(v2(requirement), {}, JSON.stringify(v1({ network: 'polygon', asset: unit2.asset }))),
    ),
    found: [ok, 'WRONG_NETWORK WARN', 'HEADER_BODY_DISAGREE FAIL'],
  },
]
