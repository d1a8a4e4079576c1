using CampaignEvents.Domain;

namespace CampaignEvents.Api.Ledger;

/// <summary>A command that waits for its batch. It is completed only after commit.</summary>
internal sealed class LedgerRequest(Command command, long queuedAt, LedgerGroup? group = null)
{
    private readonly TaskCompletionSource<Outcome> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Command Command => command;

    /// <summary>A timestamp of the clock's.</summary>
    public long QueuedAt => queuedAt;

    public LedgerGroup? Group => group;

    public Task<Outcome> Completion => _completion.Task;

    public void Answer(Outcome outcome) => _completion.TrySetResult(outcome);

    public void Fail(Exception fault)
    {
        group?.Break();
        _completion.TrySetException(fault);
    }
}
