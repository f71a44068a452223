import { connection, defineLibrary, entries } from './types.ts';

const docs = 'https://docs.aws.amazon.com/sdk-for-javascript/v3/developer-guide/node-reusing-connections.html';

/** A client has an agent of its own that keeps sockets alive for a while: one for each call opens a new one each time. */
export default defineLibrary({
  id: 'aws-sdk',
  docs,
  packages: ['@aws-sdk/client-*'],
  exports: {
    ...entries(
      [
        ...['S3Client', 'S3', 'SQSClient', 'SQS', 'SNSClient', 'SNS', 'SESClient', 'SES', 'SESv2Client', 'SESv2'],
        ...['LambdaClient', 'Lambda', 'SecretsManagerClient', 'SecretsManager', 'SSMClient', 'SSM', 'KMSClient', 'KMS', 'EventBridgeClient'],
        ...['CloudWatchClient', 'CloudWatchLogsClient', 'CognitoIdentityProviderClient', 'STSClient', 'STS', 'BedrockRuntimeClient', 'KinesisClient'],
      ],
      {
        docs,
        construct: 'client',
        constructs: { acquires: connection('an AWS client with its own sockets', ['destroy'], { idles: true }) },
      },
    ),
  },
  handles: {
    client: {
      title: 'an AWS client',
      members: {
        send: { docs, call: { effect: { kind: 'request' } } },
        destroy: { docs, call: {} },
      },
    },
  },
});
